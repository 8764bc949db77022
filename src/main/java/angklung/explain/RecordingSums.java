package angklung.explain;

import angklung.model.Accounts;
import angklung.model.HoldReason;
import java.util.HashMap;
import java.util.Map;

/** Adds up what versions of a pool gave for its recordings; of plays, each beneficiary's last count. */
final class RecordingSums {
    private final String screeningHold;
    private final Map<String, Map<Taker, Taken>> byIsrc = new HashMap<>();

    /** @param policy null if none */
    private record Taker(String account, String policy) {}

    private record Taken(int version, long plays, long micros) {
        Taken plus(Taken other) {
            long lastPlays = other.version >= version ? other.plays : plays;
            return new Taken(Math.max(version, other.version), lastPlays, Math.addExact(micros, other.micros));
        }
    }

    RecordingSums(String pool) {
        this.screeningHold = Accounts.hold(HoldReason.SCREENING, pool);
    }

    /** @param account party or hold account */
    void add(String isrc, String account, String policy, int version, long plays, long micros) {
        byIsrc.computeIfAbsent(isrc, key -> new HashMap<>(4))
                .merge(new Taker(account, policy), new Taken(version, plays, micros), Taken::plus);
    }

    /** By ISRC. */
    Map<String, Recording> sums() {
        Map<String, Recording> sums = new HashMap<>();
        byIsrc.forEach((isrc, taken) -> sums.put(isrc, sum(taken)));
        return sums;
    }

    private Recording sum(Map<Taker, Taken> all) {
        long amount = 0;
        long plays = 0;
        Taken screened = new Taken(0, 0, 0);
        for (Map.Entry<Taker, Taken> one : all.entrySet()) {
            amount = Math.addExact(amount, one.getValue().micros());
            if (one.getKey().account().equals(screeningHold)) {
                screened = one.getValue();
            } else {
                plays = Math.max(plays, one.getValue().plays());
            }
        }
        return new Recording(amount, plays + screened.plays(), screened.micros(), screened.plays());
    }
}
