package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodState;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of money that nobody claims: Indonesia, two years, then the reserve fund (PP 56/2021 art. 15). */
class UnclaimedMoneyTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String UNMATCHED = "hold:unmatched:" + POOL;
    private static final String DISPUTE = "hold:dispute:" + POOL;
    private static final String FUND = "unclaimed:ID:reserve-fund";
    private static final String A = "IDA102600001";
    private static final String B = "IDA102600002";

    @TempDir
    Path dir;

    @Test
    void shouldAnnounceWhatIsDueSoonAndMoveItWhenItsTimeHasCome() {
        try (Settlement settlement = held()) {
            settlement.announce("2028-10-01"); // 31 days before the term ends
            assertThat(settlement.notices()).isEmpty();
            settlement.expire("2028-11-05");
            assertThat(settlement.ledger()).as("nothing was announced").hasSize(3);

            settlement.announce("2028-10-10");
            assertThat(settlement.notices()).containsExactly(UnclaimedNotice.newBuilder()
                    .setHoldAccount(UNMATCHED)
                    .setPool(POOL)
                    .setCurrency("IDR")
                    .setAmountMicros(50)
                    .setPeriod("2026-10")
                    .setAnnouncedOn(LocalDate.parse("2028-10-10"))
                    .setDueOn(LocalDate.parse("2028-11-09"))
                    .setDestination(FUND)
                    .setPolicy("ID@2021-03-30")
                    .setRunId("announce/2028-10-10")
                    .build());
            assertThat(settlement.fact("announce/2028-10-10").getPayouts())
                    .containsExactly(new PayoutTotal("IDR", 50L, 1L));

            settlement.expire("2028-11-08");
            assertThat(settlement.ledger()).as("a day too soon").hasSize(3);
            settlement.expire("2028-11-09");
            LedgerLine line = settlement.ledger().get(3);
            assertThat(describe(line)).isEqualTo("EXPIRY 50 " + UNMATCHED + " > " + FUND);
            assertThat(line.getReason()).isEqualTo("ID@2021-03-30");
            assertThat(line.getPeriod()).isEqualTo("2028-11");
            assertThat(line.getOriginPeriod()).isEqualTo("2026-10");
            assertThat(line.getDsp()).isEqualTo("nada");
            assertThat(line.getPartyId()).isNull();
            assertThat(line.getPoolVersion()).isNull();
            assertThat(line.getAdjustsLineId()).isEqualTo(lineOf(settlement, UNMATCHED).getLineId());
            PeriodState fact = settlement.fact("expire/2028-11-09");
            assertThat(fact.getPayouts()).containsExactly(new PayoutTotal("IDR", 50L, 1L));
            assertThat(fact.getRecords()).isEqualTo(1);
            assertThat(fact.getLedgerSeq()).isEqualTo(3);

            settlement.expire("2028-12-24");
            assertThat(settlement.ledger()).as("it is gone").hasSize(4);
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    /** The term may have been over for long: the days of announcement are kept all the same. */
    @Test
    void shouldNeverMoveWhatWasAnnouncedForTooFewDays() {
        try (Settlement settlement = held()) {
            settlement.announce("2031-01-01");
            assertThat(settlement.notices()).singleElement()
                    .satisfies(notice -> assertThat(notice.getDueOn()).isEqualTo(LocalDate.parse("2031-01-31")));
            settlement.expire("2031-01-30");
            assertThat(settlement.ledger()).hasSize(3);
        }
    }

    @Test
    void shouldAnnounceOnceAndDoEachRunOnce() {
        try (Settlement settlement = held()) {
            settlement.announce("2028-12-01");
            settlement.announce("2028-12-02");
            settlement.announce("2028-12-01");
            settlement.expire("2028-12-31");
            settlement.expire("2028-12-31");
            settlement.turn();
            assertThat(settlement.notices()).hasSize(1);
            assertThat(settlement.ledger()).filteredOn(line -> line.getKind() == LineKind.EXPIRY).hasSize(1);
        }
    }

    @Test
    void shouldApplyThePolicyOfTheTerritoryOnTheLastDayOfThePeriod() {
        try (Settlement settlement = held()) {
            settlement.send(policy("ID", "2026-10-31", 12, "fund-b"));
            settlement.send(policy("ID", "2026-11-01", 1, "fund-c"));
            settlement.send(policy("KR", "2021-01-01", 1, "fund-k"));
            settlement.announce("2027-10-05");
            assertThat(settlement.notices()).singleElement().satisfies(notice -> {
                assertThat(notice.getPolicy()).isEqualTo("ID@2026-10-31");
                assertThat(notice.getDestination()).isEqualTo("unclaimed:ID:fund-b");
                assertThat(notice.getDueOn()).isEqualTo(LocalDate.parse("2027-11-04"));
            });
        }
    }

    /** What is announced is a promise: a policy that comes later decides about what is not announced yet. */
    @Test
    void shouldKeepToWhatWasAnnounced() {
        try (Settlement settlement = held()) {
            settlement.announce("2028-12-01");
            settlement.send(policy("ID", "2021-03-30", 48, "fund-b"));
            settlement.expire("2028-12-31");
            assertThat(describe(settlement.ledger().get(3))).isEqualTo("EXPIRY 50 " + UNMATCHED + " > " + FUND);
        }
    }

    @Test
    void shouldReleaseAHoldToWhoeverClaimsInTimeAndAnnounceAnewWhatIsHeldLater() {
        try (Settlement settlement = held()) {
            settlement.announce("2028-12-01");
            LedgerLine held = lineOf(settlement, UNMATCHED);
            settle(settlement, "run-2", Allocation.of(POOL, 2, 100)
                    .hold(0, UNMATCHED, A, 0, -50)
                    .party(0, "p2", A, 5, 50));
            LedgerLine released = settlement.ledger().get(4);
            assertThat(describe(released)).isEqualTo("RELEASE 50 " + UNMATCHED + " > pool:" + POOL);
            assertThat(released.getPartyId()).isNull();
            assertThat(released.getReason()).isEqualTo("CHANGED_RIGHTS");
            assertThat(released.getAdjustsLineId()).isEqualTo(held.getLineId());
            assertThat(released.getPeriod()).isEqualTo("2026-11");
            assertThat(released.getOriginPeriod()).isEqualTo("2026-10");

            settle(settlement, "run-3", Allocation.of(POOL, 3, 100).hold(0, UNMATCHED, B, 1, 9));
            settlement.expire("2029-01-05");
            assertThat(settlement.ledger()).as("that was not announced").hasSize(6);
            settlement.announce("2029-01-06");
            settlement.expire("2029-02-05");
            assertThat(describe(settlement.ledger().get(6))).isEqualTo("EXPIRY 9 " + UNMATCHED + " > " + FUND);
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    @Test
    void shouldPayWhoeverClaimsAfterTheTermFromWhereTheMoneyWent() {
        try (Settlement settlement = held()) {
            settlement.announce("2028-12-01");
            settlement.expire("2028-12-31");
            LedgerLine expiry = settlement.ledger().get(3);
            settle(settlement, "run-2", Allocation.of(POOL, 2, 100)
                    .hold(0, UNMATCHED, A, 0, -30)
                    .party(0, "p2", A, 3, 30));
            assertThat(settlement.ledger().subList(4, 7)).extracting(UnclaimedMoneyTest::describe).containsExactly(
                    "ADJUSTMENT 30 pool:" + POOL + " > party:p2:payable",
                    "RELEASE 30 " + FUND + " > " + UNMATCHED,
                    "RELEASE 30 " + UNMATCHED + " > pool:" + POOL);
            LedgerLine back = settlement.ledger().get(5);
            assertThat(back.getReason()).isEqualTo("CLAIMED_AFTER_TERM");
            assertThat(back.getAdjustsLineId()).isEqualTo(expiry.getLineId());
            assertThat(back.getPoolVersion()).isEqualTo(2);
            assertThat(back.getPeriod()).isEqualTo("2026-11");

            settle(settlement, "run-3", Allocation.of(POOL, 3, 100).hold(0, UNMATCHED, B, 1, 4));
            settle(settlement, "run-4", Allocation.of(POOL, 4, 104)
                    .hold(0, UNMATCHED, A, 0, -20)
                    .hold(0, UNMATCHED, B, -1, -4)
                    .party(0, "p2", A, 3, 24));
            assertThat(settlement.ledger().subList(8, 11)).extracting(UnclaimedMoneyTest::describe).containsExactly(
                    "ADJUSTMENT 24 pool:" + POOL + " > party:p2:payable",
                    "RELEASE 20 " + FUND + " > " + UNMATCHED,
                    "RELEASE 24 " + UNMATCHED + " > pool:" + POOL);
            assertThat(settlement.audit().findings()).isEmpty();
            assertThat(settlement.entries("settlement-holds")).as("only the dispute is left").isEqualTo(1);
        }
    }

    @Test
    void shouldStopIfAVersionTakesMoreThanEverWasHeld() {
        Settlement settlement = held();
        assertThatThrownBy(() -> settle(settlement, "run-2", Allocation.of(POOL, 2, 100).hold(0, UNMATCHED, A, 0, -51)))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("takes 51 micros from " + UNMATCHED + ", which has 50");
    }

    @Test
    void shouldSettleOneLineForAllPoliciesOfABeneficiary() {
        try (Settlement settlement = new Settlement(dir)) {
            settle(settlement, "run-1", Allocation.of(POOL, 1, 0)
                    .party(0, "p1", A, 3, 30)
                    .party(0, "p1", A, 3, 20).by("TERRITORY ID@2026-01-01 AI_ASSISTED TAG")
                    .party(1, "p1", B, 4, 10).by("TERRITORY ID@2026-01-01 AI_ASSISTED TAG"));
            assertThat(settlement.ledger()).extracting(UnclaimedMoneyTest::describe)
                    .containsExactly("ACCRUAL 60 pool:" + POOL + " > party:p1:payable");
        }
    }

    @Test
    void shouldRefuseAPolicyThatMakesNoSense() {
        Settlement settlement = new Settlement(dir);
        UnclaimedPolicy typo = policy("ID", "2021-03-30", 24, "fund");
        typo.setReasons(List.of("unmached"));
        assertThatThrownBy(() -> settlement.send(typo)).rootCause().hasMessageContaining("holds of no known reason");
        assertThat(ReferenceRules.fault(policy("ID", "2021-03-30", 0, "fund"))).isPresent();
        assertThat(ReferenceRules.fault(policy("XX", "2021-03-30", 1, "fund"))).isPresent();
        assertThat(ReferenceRules.fault(policy("ID", "2021-03-30", 1, "a:b"))).isPresent();
        assertThat(ReferenceRules.fault(policy("ID", "2021-03-30", 1, "fund"))).isEmpty();
    }

    /** 50 unmatched, 20 in dispute, which the policy is not about, 30 paid. */
    private Settlement held() {
        Settlement settlement = new Settlement(dir);
        settlement.send(policy("ID", "2021-03-30", 24, "reserve-fund"));
        settle(settlement, "run-1", Allocation.of(POOL, 1, 0)
                .hold(0, UNMATCHED, A, 5, 50)
                .hold(0, DISPUTE, B, 2, 20)
                .party(0, "p1", B, 3, 30));
        return settlement;
    }

    private static void settle(Settlement settlement, String run, Allocation allocation) {
        settlement.send(allocation);
        var pool = allocation.toSettle();
        pool.setReason(pool.getVersion() == 1 ? "ORIGINAL" : "CHANGED_RIGHTS");
        settlement.settle(run, pool);
        settlement.work(run);
    }

    private static LedgerLine lineOf(Settlement settlement, String account) {
        return settlement.ledger().stream()
                .filter(line -> line.getCreditAccount().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private static UnclaimedPolicy policy(String territory, String from, int months, String destination) {
        return UnclaimedPolicy.newBuilder()
                .setTerritory(territory)
                .setTermMonths(months)
                .setAnnounceDays(30)
                .setDestination(destination)
                .setValidFrom(LocalDate.parse(from))
                .build();
    }

    private static String describe(LedgerLine line) {
        return line.getKind() + " " + line.getAmountMicros() + " " + line.getDebitAccount() + " > "
                + line.getCreditAccount();
    }
}
