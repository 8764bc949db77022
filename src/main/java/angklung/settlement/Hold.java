package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Everything that settlement keeps about one hold account.
 *
 * @param balance what is held, in micros; never negative
 * @param notice that its end was announced; null if not. It is for the money that is held, so it ends when the hold is
 *     empty: what comes later is announced again
 * @param expired what went away when its term was over and has not come back, oldest first
 */
record Hold(long balance, Notice notice, List<Expired> expired) {
    static final Hold BLANK = new Hold(0, null, List.of());

    private static final int FORMAT = 1;

    Hold {
        expired = List.copyOf(expired);
    }

    /**
     * What was announced.
     *
     * @param due first day on which the money may move
     * @param destination account that it goes to
     * @param policy territory and first day of the policy
     */
    record Notice(LocalDate due, String destination, String policy) {}

    /**
     * What is left of one expiry.
     *
     * @param lineId of the EXPIRY
     * @param account that the money went to
     * @param amount in micros, positive
     */
    record Expired(String lineId, String account, long amount) {}

    /** Whether there is nothing to keep. */
    boolean isBlank() {
        return balance == 0 && expired.isEmpty();
    }

    Hold announced(Notice announced) {
        return new Hold(balance, announced, expired);
    }

    /**
     * The hold after one more line that moves its money.
     *
     * @throws IllegalStateException if the line takes more than there is
     */
    Hold add(String account, LedgerLine line) {
        boolean credited = line.getCreditAccount().equals(account);
        long amount = line.getAmountMicros();
        long after = Math.addExact(balance, credited ? amount : -amount);
        if (after < 0) {
            throw new IllegalStateException("Line " + line.getLineId() + " of run " + line.getRunId() + " takes "
                    + amount + " micros from " + account + ", which has " + balance);
        }
        List<Expired> left = expired;
        if (line.getKind() == LineKind.EXPIRY) {
            left = new ArrayList<>(expired);
            left.add(new Expired(line.getLineId(), line.getCreditAccount(), amount));
        } else if (credited && line.getKind() == LineKind.RELEASE) {
            left = without(line.getAdjustsLineId(), amount);
        }
        return new Hold(after, after == 0 ? null : notice, left);
    }

    private List<Expired> without(String lineId, long returned) {
        List<Expired> left = new ArrayList<>();
        for (Expired one : expired) {
            boolean isIt = one.lineId().equals(lineId);
            long amount = isIt ? Math.subtractExact(one.amount(), returned) : one.amount();
            if (amount > 0) {
                left.add(new Expired(one.lineId(), one.account(), amount));
            }
        }
        return left;
    }

    static Serde<Hold> serde() {
        return StateSerdes.fields(FORMAT, Hold::encode, Hold::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(balance).flag(notice != null);
        if (notice != null) {
            writer.number(notice.due().toEpochDay()).text(notice.destination()).text(notice.policy());
        }
        writer.number(expired.size());
        expired.forEach(one -> writer.text(one.lineId()).text(one.account()).number(one.amount()));
    }

    private static Hold decode(StateReader reader) {
        long balance = reader.number();
        Notice notice = reader.flag()
                ? new Notice(LocalDate.ofEpochDay(reader.number()), reader.text(), reader.text())
                : null;
        List<Expired> expired = new ArrayList<>();
        for (long left = reader.number(); left > 0; left--) {
            expired.add(new Expired(reader.text(), reader.text(), reader.number()));
        }
        return new Hold(balance, notice, expired);
    }
}
