package angklung.demo;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Agreement;
import angklung.avro.Claim;
import angklung.avro.Party;
import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.model.Period;
import angklung.model.Identifiers;
import angklung.model.Splits;
import angklung.rights.RegistrationRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoDataTest {
    private static final Period MONTH = Period.parse("2026-10");

    private static String digest(DemoData data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Object> reference = new ArrayList<>();
        reference.addAll(data.agreements());
        reference.addAll(data.revenue());
        reference.addAll(data.parties());
        reference.addAll(data.registrations());
        reference.addAll(data.authorshipPolicies());
        reference.forEach(record -> write(all, record.toString()));
        data.plays(play -> write(all, play.dsp() + play.key() + play.play() + play.time()
                + (play.malformed() == null ? "" : HexFormat.of().formatHex(play.malformed()))));
        data.latePlays(play -> write(all, play.toString()));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(ByteArrayOutputStream all, String text) {
        try {
            all.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldGiveTheSameRecordsForTheSameSeed() {
        assertThat(digest(new DemoData(7, 5_000, MONTH))).isEqualTo(digest(new DemoData(7, 5_000, MONTH)));
        assertThat(digest(new DemoData(7, 5_000, MONTH))).isNotEqualTo(digest(new DemoData(8, 5_000, MONTH)));
    }

    @Test
    void shouldGiveAsManyPlaysAsAskedForWhateverTheSeed() {
        Seeds.cases(20, random -> {
            long count = random.nextLong(1, 2_000);
            long[] sent = {0};
            new DemoData(random.nextLong(), count, MONTH).plays(play -> sent[0]++);
            assertThat(sent[0]).isEqualTo(count);
        });
    }

    @Test
    void shouldHoldWhatRealDeliveriesHold() {
        Map<String, Integer> kinds = new HashMap<>();
        Map<String, String> contents = new HashMap<>();
        new DemoData(1, 50_000, MONTH).plays(play -> {
            if (play.play() == null) {
                kinds.merge("malformed", 1, Integer::sum);
                return;
            }
            String before = contents.putIfAbsent(play.play().getPlayId(), play.play().toString());
            if (before != null) {
                kinds.merge(before.equals(play.play().toString()) ? "duplicate" : "conflict", 1, Integer::sum);
            } else if (!Identifiers.isTerritory(play.play().getTerritory())) {
                kinds.merge("territory", 1, Integer::sum);
            } else if (Identifiers.normaliseIsrc(play.play().getIsrc()) == null) {
                kinds.merge("isrc", 1, Integer::sum);
            } else {
                kinds.merge(play.play().getPlayedMs() < 30_000 ? "short" : "good", 1, Integer::sum);
            }
        });

        assertThat(kinds).containsOnlyKeys("malformed", "duplicate", "conflict", "territory", "isrc", "short", "good");
        assertThat(kinds.get("good")).isGreaterThan(40_000);
        assertThat(kinds.get("duplicate")).isBetween(300, 1_500);
    }

    @Test
    void shouldPlayInTheMonthOfTheAgreementsTimeZone() {
        DemoData data = new DemoData(3, 3_000, MONTH);
        Map<String, String> zones = new HashMap<>();
        data.agreements().forEach(a -> zones.put(a.getDsp() + a.getTerritory(), a.getTimeZone()));

        data.plays(play -> {
            if (play.play() != null && !play.play().getTerritory().equals("XX")) {
                ZoneId zone = ZoneId.of(zones.get(play.dsp() + play.play().getTerritory()));
                assertThat(Period.of(play.play().getStartedAt().atZone(zone).toLocalDate())).isEqualTo(MONTH);
            }
        });
    }

    @Test
    void shouldHaveRightsThatAreWholeUnknownPartlyClaimedAndDisputed() {
        DemoData data = new DemoData(1, 10, MONTH);
        Set<String> parties = new HashSet<>();
        data.parties().stream().map(Party::getPartyId).forEach(parties::add);
        data.registrations().stream()
                .filter(registration -> registration.getSubjectKind() == SubjectKind.PERFORMER)
                .map(Registration::getSubject)
                .forEach(parties::add);
        Map<String, Integer> kinds = new HashMap<>();
        Map<String, Long> claimed = new HashMap<>();
        for (Registration registration : data.registrations()) {
            assertThat(RegistrationRules.check(registration)).isEmpty();
            for (Claim claim : registration.getClaims()) {
                assertThat(parties).contains(claim.getPartyId());
                claimed.merge(registration.getSubject(),
                        claim.getRightType() == RightType.MECHANICAL ? claim.getShareMicropercent() : 0, Long::sum);
            }
        }
        for (long sum : claimed.values()) {
            kinds.merge(sum > Splits.WHOLE + Splits.TOLERANCE ? "disputed" : sum < Splits.WHOLE - Splits.TOLERANCE ? "under-claimed" : "whole", 1, Integer::sum);
        }

        assertThat(kinds).containsOnlyKeys("whole", "under-claimed", "disputed");
        assertThat(claimed).hasSizeLessThan(3 * Catalogue.RECORDINGS_A_COUNTRY);
    }

    @Test
    void shouldReportRevenueForEveryAgreement() {
        DemoData data = new DemoData(1, 1_000, MONTH);
        Set<String> reported = new HashSet<>();
        data.revenue().forEach(r -> reported.add(r.getDsp() + r.getTerritory() + r.getOffering()));

        assertThat(data.agreements())
                .extracting(a -> a.getDsp() + a.getTerritory() + a.getOffering())
                .allMatch(reported::contains);
        assertThat(data.agreements()).extracting(Agreement::getRightType).contains(RightType.RECORDING,
                RightType.MECHANICAL, RightType.PERFORMANCE);
    }
}
