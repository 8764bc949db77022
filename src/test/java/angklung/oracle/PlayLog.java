package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Takes rows of plays in, one after the other: refuses, recognises again, counts. */
final class PlayLog {
    private static final Set<String> TERRITORIES = Set.of(Locale.getISOCountries());

    private record Play(
            String id, String dsp, String subscriber, String isrc, String territory, String offering, Instant at,
            long played, String track, String engagement, String device) {}

    /** An offering whose closed period got a late play of its own. */
    record Restated(Group group, YearMonth period) {}

    /** A period of a service. */
    record Period(String dsp, YearMonth period) {}

    private final Agreements agreements;
    private final Map<String, Play> seen = new HashMap<>();
    final Usage usage = new Usage();
    final Set<Restated> restated = new HashSet<>();

    /** Those of them with a royalty-bearing one: only they change what a pool gives. */
    final Set<Restated> grown = new HashSet<>();

    /** Offerings and periods that late plays of closed periods have landed in, or late plays of open ones. */
    final Set<Restated> late = new HashSet<>();

    private long received;
    private long accepted;
    private long shortPlays;
    private long duplicates;
    private long rejected;
    private long lateCount;

    PlayLog(Agreements agreements) {
        this.agreements = agreements;
    }

    Oracle.Counts counts() {
        return new Oracle.Counts(received, accepted, shortPlays, duplicates, rejected, lateCount);
    }

    /** @param closed by service the periods that are closed */
    void count(Map<String, String> row, Map<String, Set<YearMonth>> closed) {
        received++;
        Play play = parse(row);
        if (play == null || !isValid(play)) {
            rejected++;
            return;
        }
        Play first = seen.putIfAbsent(play.dsp + "\n" + play.id, play);
        if (first != null) {
            if (first.equals(play)) {
                duplicates++;
            } else {
                rejected++;
            }
            return;
        }
        accepted++;
        Group group = new Group(play.dsp, play.territory, play.offering);
        LocalDate day = play.at.atZone(agreements.zone(group)).toLocalDate();
        YearMonth period = period(group, day, closed.getOrDefault(play.dsp, Set.of()));
        if (!closed.isEmpty()) {
            late.add(new Restated(group, period));
        }
        usage.touch(group, period);
        long threshold = play.track.isEmpty() ? 30_000 : Math.min(30_000, Long.parseLong(play.track));
        if (play.played < threshold) {
            shortPlays++;
        } else {
            usage.add(group, period, heard(play, day));
            if (closed.getOrDefault(play.dsp, Set.of()).contains(period)) {
                grown.add(new Restated(group, period));
            }
        }
    }

    private static Usage.Heard heard(Play play, LocalDate day) {
        long track = play.track.isEmpty() ? 0 : Long.parseLong(play.track);
        long minutes = track > 300_000 ? (track + 59_999) / 60_000 : 0;
        return new Usage.Heard(
                play.id, play.subscriber, normalised(play.isrc), day, play.engagement.equals("ACTIVE"),
                play.at.getEpochSecond(), play.played / 1_000, play.device,
                (play.engagement.isEmpty() ? "UNKNOWN" : play.engagement) + " " + minutes);
    }

    /** Its own, or the first later one that is not closed, unless late plays restate. */
    private YearMonth period(Group group, LocalDate day, Set<YearMonth> closed) {
        YearMonth period = YearMonth.from(day);
        if (!closed.contains(period)) {
            return period;
        }
        if (agreements.restate(group, day)) {
            restated.add(new Restated(group, period));
            return period;
        }
        lateCount++;
        while (closed.contains(period)) {
            period = period.plusMonths(1);
        }
        return period;
    }

    private static Play parse(Map<String, String> row) {
        try {
            return new Play(
                    row.get("play_id"), row.get("dsp"), row.get("subscriber_id"), row.get("isrc"),
                    row.get("territory"), row.get("offering"), Instant.parse(row.get("started_at")),
                    Long.parseLong(row.get("played_ms")), cell(row, "track_ms"), cell(row, "engagement"),
                    cell(row, "device_id"));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private boolean isValid(Play p) {
        boolean isrc = normalised(p.isrc).matches("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}");
        boolean track = p.track.isEmpty() || Long.parseLong(p.track) > 0;
        boolean territory = TERRITORIES.contains(p.territory);
        boolean clock = !p.at.isBefore(Instant.parse("2000-01-01T00:00:00Z")) && p.at.isBefore(Instant.now());
        boolean engagement = Set.of("", "ACTIVE", "PASSIVE", "UNKNOWN").contains(p.engagement);
        return agreements.know(p.dsp) && isrc && track && territory && clock && engagement
                && !p.id.isEmpty() && !p.subscriber.isEmpty()
                && p.offering.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && p.played >= 0 && p.played <= 86_400_000;
    }

    private static String normalised(String isrc) {
        return isrc.replace("-", "").toUpperCase(Locale.ROOT);
    }
}
