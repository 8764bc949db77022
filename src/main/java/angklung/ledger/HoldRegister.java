package angklung.ledger;

import angklung.avro.LedgerLine;
import angklung.avro.UnclaimedNotice;
import angklung.model.HoldAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is held, by the ledger, and what was announced of it, by the notices. A notice is about the money that was held
 * then: it ends when the hold is empty. Which line came before a notice and which after is told by the place in the
 * ledger that the partition had reached when it had carried the announcement out.
 *
 * <p>Memory: one entry a hold account and notice. Not thread-safe.
 */
public final class HoldRegister {
    private final SortedMap<String, Hold> holds = new TreeMap<>();
    private final Map<String, UnclaimedNotice> notices = new HashMap<>();
    private final Map<String, Map<Integer, Long>> places = new HashMap<>();

    /**
     * One account that holds something.
     *
     * @param micros positive
     * @param notice that its money will move, if it was announced
     */
    public record Held(String account, long micros, Optional<UnclaimedNotice> notice) {
        public HoldAccount name() {
            return HoldAccount.parse(account);
        }
    }

    /** @param emptiedAt sequence of the last line that left nothing, −1 if there is none */
    private record Hold(long micros, int partition, long emptiedAt) {
        static final Hold NONE = new Hold(0, 0, -1);

        Hold plus(long change, LedgerLine line) {
            long sum = Math.addExact(micros, change);
            return new Hold(sum, line.getPartition(), sum == 0 ? line.getPartitionSeq() : emptiedAt);
        }
    }

    /** Adds a line; those of one partition come in their order. */
    public void line(LedgerLine line) {
        if (HoldAccount.isOne(line.getCreditAccount())) {
            add(line.getCreditAccount(), line.getAmountMicros(), line);
        }
        if (HoldAccount.isOne(line.getDebitAccount())) {
            add(line.getDebitAccount(), Math.negateExact(line.getAmountMicros()), line);
        }
    }

    /** Adds a notice; those of one account come in their order. */
    public void notice(UnclaimedNotice notice) {
        notices.put(notice.getHoldAccount(), notice);
    }

    /** A partition has carried out a run; its last line then was that of the sequence. */
    public void carriedOut(String runId, int partition, long seq) {
        places.computeIfAbsent(runId, run -> new HashMap<>()).put(partition, seq);
    }

    /** The accounts that hold something, by name. */
    public List<Held> held() {
        List<Held> all = new ArrayList<>();
        holds.forEach((account, hold) -> {
            if (hold.micros() != 0) {
                all.add(new Held(
                        account, hold.micros(),
                        Optional.ofNullable(notices.get(account)).filter(notice -> isInForce(notice, hold))));
            }
        });
        return all;
    }

    private void add(String account, long change, LedgerLine line) {
        holds.put(account, holds.getOrDefault(account, Hold.NONE).plus(change, line));
    }

    /** While an announcement goes on, no other line is written. */
    private boolean isInForce(UnclaimedNotice notice, Hold hold) {
        Long place = places.getOrDefault(notice.getRunId(), Map.of()).get(hold.partition());
        return place == null || hold.emptiedAt() <= place;
    }
}
