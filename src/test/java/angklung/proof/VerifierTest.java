package angklung.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.explain.Language;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.SigningKey;
import angklung.proof.Finding.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static SampleProof sample(SplittableRandom random) {
        int size = 1 + random.nextInt(60);
        SampleProof sample = new SampleProof(random, random.nextInt(size), size);
        for (int i = random.nextInt(4); i > 0; i--) {
            sample.witness("w" + i);
        }
        if (!sample.witnesses.isEmpty() && random.nextBoolean()) {
            sample.quorum = 1 + random.nextInt(sample.witnesses.size()) + sample.witnesses.stream()
                    .map(key -> " " + key.verifier().name().split("\\.")[0])
                    .reduce("", String::concat);
        }
        if (random.nextBoolean()) {
            int lines = 1 + random.nextInt(20);
            int details = random.nextInt(20);
            sample.lines(lines, random.nextInt(lines), details, details == 0 ? -1 : random.nextInt(details));
        }
        return sample;
    }

    /** With everything that a proof can have, and not larger than it must be. */
    private static SampleProof full() {
        return new SampleProof(new SplittableRandom(5), 2, 5).witness("w1").lines(3, 1, 3, 2);
    }

    private static Verdict verify(SampleProof sample, byte[] file) {
        return new Verifier(LogPolicy.parse(sample.policy()), Map.of()).verify(file);
    }

    private static Verdict verify(SampleProof sample) {
        return verify(sample, sample.file());
    }

    private static Verdict verify(Consumer<SampleProof> change) {
        SampleProof sample = full();
        change.accept(sample);
        return verify(sample);
    }

    private static void assertFails(Verdict verdict, Check check, String says) {
        assertThat(verdict.failure().map(Finding::check)).as(verdict.toString()).contains(check);
        assertThat(new VerdictText(Language.EN).of(verdict.failure().orElseThrow())).contains(says);
        assertThat(verdict.verified()).isFalse();
        assertThat(verdict.findings()).allSatisfy(finding -> assertThat(finding.status()).isEqualTo(
                finding.check().compareTo(check) < 0 ? Status.PASSED
                        : finding.check() == check ? Status.FAILED : Status.NOT_REACHED));
    }

    @Test
    void shouldProveWhatIsProved() {
        Seeds.cases(150, random -> {
            SampleProof sample = sample(random);
            Verdict verdict = verify(sample);

            assertThat(verdict.failure()).isEmpty();
            assertThat(verdict.verified()).isTrue();
            Opening opening = verdict.opening().orElseThrow();
            assertThat(opening.record()).isEqualTo(sample.record);
            assertThat(opening.envelope().seq()).isEqualTo(sample.index);
            assertThat(verdict.accepted().orElseThrow().checkpoint().size()).isEqualTo(sample.size);
            assertThat(verdict.accepted().orElseThrow().witnesses()).hasSameSizeAs(sample.witnesses);
            assertThat(opening.line().map(OpenedEntry::entry))
                    .isEqualTo(sample.line < 0 ? Optional.empty() : Optional.of(sample.lines.get(sample.line)));
            assertThat(opening.detail().map(OpenedEntry::entry))
                    .isEqualTo(sample.detail < 0 ? Optional.empty() : Optional.of(sample.details.get(sample.detail)));
            assertThat(verdict.findings())
                    .hasSize(5 + (sample.line < 0 ? 0 : 1) + (sample.detail < 0 ? 0 : 1));
        });
    }

    @Test
    void shouldWriteAnOpeningAsItWasRead() {
        Seeds.cases(50, random -> {
            byte[] extra = extra(sample(random).file());
            assertThat(Opening.parse(extra).toBytes()).isEqualTo(extra);
        });
    }

    /** But for the detail's place: a line does not commit to how many details it has. */
    @Test
    void shouldRefuseEveryFlippedBit() {
        SampleProof sample = full();
        sample.quorum = "w1";
        byte[] file = sample.file();
        Verifier verifier = new Verifier(LogPolicy.parse(sample.policy()), Map.of());
        Opening whole = verifier.verify(file).opening().orElseThrow();
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                Verdict verdict = verifier.verify(flipped);
                if (verdict.verified()) {
                    assertDiffersInPlaceOfDetailAlone(verdict.opening().orElseThrow(), whole);
                }
            } catch (LogFormatException e) {
                assertThat(e.getMessage()).as("one line").doesNotContain("\n");
            }
        }
    }

    private static void assertDiffersInPlaceOfDetailAlone(Opening opening, Opening whole) {
        OpenedEntry detail = whole.detail().orElseThrow();
        assertThat(opening.detail().orElseThrow()).isNotEqualTo(detail);
        assertThat(opening.detail().orElseThrow().entry()).isEqualTo(detail.entry());
        assertThat(opening.detail().orElseThrow().path()).isEqualTo(detail.path());
        assertThat(new Opening(opening.envelope(), opening.record(), opening.salt(), opening.line(), whole.detail())
                .toBytes()).isEqualTo(whole.toBytes());
    }

    @Test
    void shouldIgnoreOnlyLinesOfUnknownSigners() {
        SampleProof sample = full();
        byte[] before = sample.file();
        String stranger = SigningKey.of("stranger.example", KeyType.ED25519, new byte[32]).sign("x\n").toString();
        byte[] file = SampleProof.utf8(new String(before, StandardCharsets.UTF_8) + stranger + "\n");
        Verdict verdict = verify(sample, before);
        for (int bit = before.length * 8; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(verify(sample, flipped).findings()).isEqualTo(verdict.findings());
            } catch (LogFormatException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldThrowNothingElseOnNonsense() {
        byte[] file = full().file();
        Verifier verifier = new Verifier(LogPolicy.parse(full().policy()), Map.of());
        Seeds.cases(3_000, random -> {
            byte[] bytes = file.clone();
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> random.nextBytes(bytes);
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes[at] = (byte) random.nextInt();
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(80), bytes.length - Math.max(at, from));
                    System.arraycopy(file, from, bytes, at, length);
                }
            }
            try {
                Verdict verdict = verifier.verify(bytes);
                assertThat(verdict.findings()).isNotEmpty();
                for (Language language : Language.values()) {
                    assertThat(new VerdictText(language).of(verdict)).isNotEmpty();
                }
            } catch (LogFormatException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        });
    }

    private static byte[] extra(byte[] file) {
        String line = new String(file, StandardCharsets.UTF_8).lines().toList().get(1);
        return Base64.getDecoder().decode(line.substring("extra ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "null", "[]", "{", "{}", "\"\"", "1", "{}{}", "{} ", "[[[[[[[[",
        "{\"salt\":{\"a\":{\"b\":{\"c\":{}}}}}",
        "{\"envelope\":{},\"record\":{},\"salt\":\"\"}", "{\"salt\":true}", "{\"salt\":1.5}", "{\"salt\":1e3}",
        "{\"salt\":123456789012345678901234567890}", "{\"salt\":9007199254740993}", "{\"salt\":[1]}",
        "{\"salt\":\"\\ud800\"}", "{\"salt\":\"a\",\"salt\":\"a\"}", "{\"a\":[[]]}",
        "\ufeff{}", "{'a':1}", "{\"a\":01}",
        "{\"a\":-0}"
    })
    void shouldRefuseNonsenseAsAnOpening(String text) {
        assertThatThrownBy(() -> Opening.parse(SampleProof.utf8(text))).isInstanceOf(LogFormatException.class)
                .message().doesNotContain("\n");
    }

    /** Every one of them means the same to a careless reader. */
    @Test
    void shouldRefuseEveryOtherFormOfTheSameOpening() {
        String text = new String(extra(full().file()), StandardCharsets.UTF_8);
        for (String other : List.of(
                text + "\n", " " + text, text.replace("\"v\":1", "\"v\":1.0"), text.replace("\"v\":1", "\"v\": 1"),
                text.replace("\"v\":1", "\"v\":1,\"v\":1"), text.replace("statement\"", "st\\u0061tement\""),
                text.replace("\"kind\":\"statement\",\"period\":\"2026-10\"",
                        "\"period\":\"2026-10\",\"kind\":\"statement\""),
                text.replace("2026-11-05T00:00:00Z", "2026-11-05T00:00:00\\u005a"), text + "{}",
                text.replace("\"seq\":2", "\"seq\":2e0"), text.replace("\"seq\":2", "\"seq\":\"2\""))) {
            assertThat(other).isNotEqualTo(text);
            assertThatThrownBy(() -> Opening.parse(SampleProof.utf8(other))).isInstanceOf(LogFormatException.class);
        }
        assertThatThrownBy(() -> Opening.parse(text.getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldFailTheOpening() {
        assertFails(verify(sample -> sample.opened = false), Check.OPENING, "no opening");
        assertFails(verify(sample -> sample.envelopeKind = "payout-run"), Check.OPENING, "not that of a statement");
        assertFails(verify(sample -> sample.envelopePeriod = "2026-13"), Check.OPENING, "cannot be read");

        SampleProof sample = full();
        String file = new String(sample.file(), StandardCharsets.UTF_8);
        String opening = new String(extra(SampleProof.utf8(file)), StandardCharsets.UTF_8);
        String richer = opening.replaceFirst("\"payments_micros\":\"", "\"payments_micros\":\"9");
        byte[] tampered = SampleProof.utf8(file.replaceFirst(
                "extra [^\n]*", "extra " + SampleProof.base64(SampleProof.utf8(richer)).replace("$", "\\$")));
        assertFails(verify(sample, tampered), Check.OPENING, "salt and record do not make");
        byte[] moved = SampleProof.utf8(file.replaceFirst("\nindex 2\n", "\nindex 3\n"));
        assertFails(verify(sample, moved), Check.OPENING, "is of leaf 2, and the file proves leaf 3");
    }

    @Test
    void shouldFailTheLog() {
        SampleProof other = new SampleProof(new SplittableRandom(6), 2, 5);
        Verifier verifier = new Verifier(LogPolicy.parse(other.policy()), Map.of());
        assertFails(verifier.verify(full().file()), Check.LOG, "No known key has signed");

        SigningKey elsewhere = SigningKey.of("other.example", KeyType.ED25519, new byte[32]);
        Verifier stranger =
                new Verifier(LogPolicy.parse("log " + elsewhere.verifier() + "\nquorum none\n"), Map.of());
        assertFails(stranger.verify(full().file()), Check.LOG, "other.example");
    }

    @Test
    void shouldFailTheWitnesses() {
        SampleProof sample = full();
        byte[] file = sample.file();
        sample.witness("w2");
        sample.quorum = "all w1 w2";
        assertFails(verify(sample, file), Check.WITNESSES, "are not the quorum");
        sample.quorum = "any w1 w2";
        assertThat(verify(sample, file).verified()).isTrue();
        sample.quorum = "w2";
        assertFails(verify(sample, file), Check.WITNESSES, "are not the quorum");
    }

    @Test
    void shouldFailTheInclusion() {
        SampleProof sample = full();
        String file = new String(sample.file(), StandardCharsets.UTF_8);
        List<String> lines = file.lines().toList();
        String withoutHash = file.replace(lines.get(4) + "\n", "");
        assertFails(verify(sample, SampleProof.utf8(withoutHash)), Check.INCLUSION, "does not lead to the root");
        String twice = file.replace(lines.get(4) + "\n", lines.get(4) + "\n" + lines.get(4) + "\n");
        assertFails(verify(sample, SampleProof.utf8(twice)), Check.INCLUSION, "does not lead to the root");
    }

    @Test
    void shouldRefuseALeafBehindTheCheckpoint() {
        SampleProof sample = new SampleProof(new SplittableRandom(9), 0, 1);
        String file = new String(sample.file(), StandardCharsets.UTF_8);
        String small = SampleProof.ORIGIN + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        String note = small + "\n" + sample.log.sign(small) + "\n";
        byte[] early = SampleProof.utf8(file.substring(0, file.indexOf("\n\n") + 2) + note);
        assertFails(verify(sample, early), Check.INCLUSION, "there is no leaf 0 in a log of 0 leaves");
    }

    /** What a log might sign: the path leads to the root, and neither place nor size is what the log says. */
    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "1, 2, 0, 1", "0, 2, 1, 2", "4, 5, 5, 5", "2, 5, 2, 4", "2, 5, 2, 9", "4, 5, 4, 6"})
    void shouldRefuseAnotherPlaceThanTheLeafHas(int index, int size, int claimedIndex, int claimedSize) {
        SampleProof sample = new SampleProof(new SplittableRandom(5), index, size);
        sample.claimedIndex = claimedIndex;
        sample.claimedSize = claimedSize;
        assertFails(verify(sample), Check.INCLUSION, "leaf " + claimedIndex);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "period|2026-09|is for 2026-09, and its leaf for 2026-10",
        "closing_micros|0|its amounts add up to",
        "closing_micros|00|closing_micros",
        "closing_micros|-0|closing_micros",
        "closing_micros|9223372036854775808|closing_micros",
        "payments_micros|ten|payments_micros",
        "currency|rupiah|currency",
        "lines|-1|lines",
        "lines_hash|00|lines_hash"
    })
    void shouldFailTheRecord(String field, String value, String says) {
        assertFails(verify(sample -> sample.record.put(field, value)), Check.RECORD, says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"statement_id", "party_id", "run_id", "booked_at", "tax_micros", "currency"})
    void shouldFailARecordWithoutAField(String field) {
        SampleProof sample = new SampleProof(new SplittableRandom(5), 2, 5);
        sample.record.remove(field);
        assertFails(verify(sample), Check.RECORD, field);
    }

    @Test
    void shouldCompareTheRecordWithTheStatementInHand() {
        SampleProof sample = full();
        sample.record.put("payments_micros", "120000500000");
        sample.balance();
        byte[] file = sample.file();
        LogPolicy policy = LogPolicy.parse(sample.policy());
        for (Map<String, String> same : List.of(
                Map.of("period", "2026-10"), Map.of("payments", "120000.5"), Map.of("payments", "120000.500000"),
                Map.of("payments_micros", "120000500000", "party_id", sample.record.get("party_id")))) {
            assertThat(new Verifier(policy, same).verify(file).verified()).as(same.toString()).isTrue();
        }
        assertFails(new Verifier(policy, Map.of("payments", "120000")).verify(file), Check.RECORD, "120000.5");
        assertFails(new Verifier(policy, Map.of("payments", "1e5")).verify(file), Check.RECORD, "1e5");
        assertFails(new Verifier(policy, Map.of("currency", "USD")).verify(file), Check.RECORD, "USD");
        assertFails(new Verifier(policy, Map.of("name", "x")).verify(file), Check.RECORD, "says nothing of name");
    }

    @Test
    void shouldFailTheLine() {
        assertFails(verify(sample -> sample.record.put("lines", "4")), Check.LINE, "the statement has 4");
        assertFails(verify(sample -> sample.record.put("lines_hash", "0".repeat(64))), Check.LINE, "not one of those");
        assertFails(verify(sample -> sample.lines.get(1).put("party_id", "somebody")), Check.LINE, "another party_id");
        assertFails(verify(sample -> sample.lines.get(1).remove("currency")), Check.LINE, "another currency");
    }

    @Test
    void shouldFailTheDetail() {
        assertFails(verify(sample -> sample.lines.get(1).put("statement_hash", "0".repeat(64))),
                Check.DETAIL, "not one");
        assertFails(verify(sample -> sample.lines.get(1).put("statement_hash", "none")), Check.DETAIL, "no details");
    }

    @Test
    void shouldRefuseADetailWithoutItsLine() {
        SampleProof sample = full();
        sample.line = -1;
        sample.lines.clear();
        sample.lines(1, 0, 0, 0);
        String file = new String(sample.file(), StandardCharsets.UTF_8);
        String opening = new String(extra(SampleProof.utf8(file)), StandardCharsets.UTF_8);
        String without = opening.replaceFirst("\"line\":\\{\"entry\":\\{[^}]*},[^}]*},", "");
        assertThat(without).isNotEqualTo(opening).contains("\"detail\":");
        assertThatThrownBy(() -> Opening.parse(SampleProof.utf8(without)))
                .isInstanceOf(LogFormatException.class).hasMessageContaining("no line");
    }

    @Test
    void shouldSayThatNothingIsProvedOnceACheckFails() {
        Verdict verdict = verify(sample -> sample.quorum = "none");
        assertThat(new VerdictText(Language.EN).of(verdict))
                .contains("What is proved:").contains("That plays were counted rightly");
        assertThat(new VerdictJson(Language.EN).of(verdict)).containsKeys("record", "line", "detail", "log");

        Verdict failed = verify(sample -> sample.opened = false);
        assertThat(new VerdictText(Language.EN).of(failed)).doesNotContain("What is proved").contains("Everything.");
        assertThat(new VerdictJson(Language.EN).of(failed)).doesNotContainKeys("record", "line", "detail", "log");
    }

    @Test
    void shouldLetNoTerminalObeyWhatOthersWrote() {
        SampleProof sample = new SampleProof(new SplittableRandom(5), 0, 1);
        sample.record.put("party_id", "x\u001b[2J\u009b\u202e\ny");
        assertThat(new VerdictText(Language.EN).of(verify(sample))).contains("x?[2J???y")
                .doesNotContain("\u001b").doesNotContain("\u009b").doesNotContain("\u202e");
    }
}
