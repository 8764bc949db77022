package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import angklung.avro.LedgerLine;
import angklung.avro.UnclaimedNotice;
import angklung.model.Accounts;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldRegisterTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String HOLD = "hold:unmatched:" + POOL;

    private final HoldRegister register = new HoldRegister();
    private long seq;

    @Test
    void shouldShowWhatIsHeldByAccount() {
        move(Accounts.pool(POOL), "hold:dispute:" + POOL, 3);
        move(Accounts.pool(POOL), HOLD, 50);
        move(HOLD, Accounts.pool(POOL), 20);
        move(Accounts.pool(POOL), "party:p1:payable", 9);

        assertThat(register.held()).extracting(HoldRegister.Held::account, HoldRegister.Held::micros).containsExactly(
                tuple("hold:dispute:" + POOL, 3L),
                tuple(HOLD, 30L));
        assertThat(register.held().get(1).name().reason()).isEqualTo("unmatched");
    }

    @Test
    void shouldEndANoticeWhenTheHoldIsEmptyAndNotBefore() {
        move(Accounts.pool(POOL), HOLD, 50);
        move(HOLD, Accounts.pool(POOL), 50);
        move(Accounts.pool(POOL), HOLD, 40);
        announce("announce/1"); // behind line 2
        assertThat(register.held().get(0).notice()).isPresent();
        move(HOLD, Accounts.pool(POOL), 10);
        assertThat(register.held().get(0).notice()).as("some is left of it").isPresent();
        move(HOLD, "unclaimed:ID:fund", 30);
        assertThat(register.held()).isEmpty();
        move(Accounts.pool(POOL), HOLD, 7);
        assertThat(register.held().get(0).notice()).as("that was not announced").isEmpty();
        announce("announce/2");
        assertThat(register.held().get(0).notice()).map(UnclaimedNotice::getRunId).hasValue("announce/2");
    }

    @Test
    void shouldTakeANoticeForGoodUntilItsRunIsReported() {
        move(Accounts.pool(POOL), HOLD, 50);
        register.notice(notice("announce/1"));
        assertThat(register.held().get(0).notice()).isPresent();
    }

    private void announce(String run) {
        register.notice(notice(run));
        register.carriedOut(run, 0, seq - 1);
    }

    private void move(String debit, String credit, long amount) {
        LedgerLine line = new LedgerLine();
        line.setPartition(0);
        line.setPartitionSeq(seq++);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        line.setAmountMicros(amount);
        line.setCurrency("IDR");
        register.line(line);
    }

    private static UnclaimedNotice notice(String run) {
        LocalDate day = LocalDate.parse("2028-12-01");
        return new UnclaimedNotice(
                HOLD, POOL, "IDR", 40L, "2026-10", day, day.plusDays(30), "unclaimed:ID:fund", "ID@2021-03-30", run);
    }
}
