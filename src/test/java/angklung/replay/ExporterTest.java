package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.PricingStep;
import angklung.avro.RejectReason;
import angklung.avro.RejectedPlay;
import angklung.avro.RightType;
import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.topic.AvroSerdes;
import angklung.model.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
    private static final String POOL = "alpha/ID/premium/2026-04/RECORDING/USD";
    private static final String HOLD = Accounts.hold(HoldReason.UNMATCHED, POOL);
    private static final Instant BOOKED = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir
    private Path directory;

    private RecordedOutcome recorded;

    @BeforeEach
    void writeWhatStagesWouldWrite() {
        AvroSerdes.trustGeneratedClasses();
        recorded = new RecordedOutcome();
        recorded.plans.add(plan(1, 10_000_000, 0));
        recorded.earnings.add(earning(1, "10", null, "IDA012600001", 3, 2_000_000));
        recorded.earnings.add(earning(1, "9", null, "IDA012600001", 3, 4_000_000));
        recorded.earnings.add(earning(1, null, HOLD, "IDA012600002", 2, 4_000_000));
        line(LineKind.ACCRUAL, Accounts.pool(POOL), Accounts.payable("10"), 2_000_000, 1);
        line(LineKind.ACCRUAL, Accounts.pool(POOL), Accounts.payable("9"), 4_000_000, 1);
        line(LineKind.HOLD, Accounts.pool(POOL), HOLD, 4_000_000, 1);
        payout("9", 4_000_000);
        recorded.delivery.add(new DeliveryReport("alpha", 0, 4L, 3L, 1L, 0L, 0L, Map.of("CONFLICT", 1L), 4L));
        recorded.delivery.add(new DeliveryReport("alpha", 1, 4L, 3L, 0L, 1L, 1L, Map.of(), 9L));
        recorded.rejected.add(rejected("p9", "alpha", RejectReason.CONFLICT, "played_ms is 2, \"1\" before"));
        recorded.rejected.add(rejected(null, null, RejectReason.BAD_IDENTIFIER, "play_id is empty"));
    }

    private static PoolPlan plan(int version, long amount, long previous) {
        List<PricingStep> steps = List.of(
                new PricingStep("revenue share", "revenue_share * net_revenue",
                        Map.of("revenue_share", "0.5", "net_revenue", "20"), "10", true),
                new PricingStep("per-play minimum", "per_play_minimum * plays", Map.of(), "", false));
        return PoolPlan.newBuilder()
                .setDsp("alpha")
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod("2026-04")
                .setRightType(RightType.RECORDING)
                .setCurrency("USD")
                .setPool(POOL)
                .setVersion(version)
                .setRateSheetId(POOL + "@v" + version)
                .setRevenueRevision(version)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setWeighting("PLAYS")
                .setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.parse("2026-01-01"))
                .setSteps(steps)
                .setAmountMicros(amount)
                .setPreviousAmountMicros(previous)
                .setPlays(5)
                .setExcluded(Map.of("SHORT", 1L))
                .setTotalWeight(Weight.toDecimal(Weight.ofPlays(5)))
                .setRatePerPlay(new BigDecimal("2.000000000000"))
                .setBucketPrefixes(Collections.nCopies(256, Weight.ZERO))
                .setFirstBucket(0)
                .build();
    }

    private static Earning earning(int version, String party, String hold, String isrc, long plays, long amount) {
        return Earning.newBuilder()
                .setKind(EarningKind.EARNING)
                .setDsp("alpha")
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod("2026-04")
                .setRightType(RightType.RECORDING)
                .setCurrency("USD")
                .setPool(POOL)
                .setVersion(version)
                .setRateSheetId(POOL + "@v" + version)
                .setSourcePartition(0)
                .setIsrc(isrc)
                .setPartyId(party)
                .setHoldAccount(hold)
                .setPlays(plays)
                .setAmountMicros(amount)
                .setRightsVersion(party == null ? null : "abc")
                .build();
    }

    private void line(LineKind kind, String debit, String credit, long amount, int version) {
        String other = debit.equals(Accounts.pool(POOL)) ? credit : debit;
        String party = other.startsWith("party:") ? other.split(":")[1] : null;
        recorded.ledger.add(recorded.chain.seal(draft(debit, credit, amount)
                .setLineId(LineId.ofPool(kind, POOL, version, party == null ? other : party))
                .setKind(kind)
                .setRunId("alpha/2026-04/" + version)
                .setPartyId(party)
                .setDsp("alpha")
                .setTerritory("ID")
                .setOffering("premium")
                .setRightType("RECORDING")
                .setPoolVersion(version)
                .setPlays(3L)
                .build()));
    }

    private void payout(String party, long amount) {
        recorded.ledger.add(recorded.chain.seal(draft(Accounts.payable(party), Accounts.payout(party), amount)
                .setLineId(LineId.ofPayout("payout/2026-04", party, "USD"))
                .setKind(LineKind.PAYOUT)
                .setRunId("payout/2026-04")
                .setPartyId(party)
                .build()));
    }

    private static LedgerLine.Builder draft(String debit, String credit, long amount) {
        return LedgerLine.newBuilder()
                .setPartition(0)
                .setPartitionSeq(0)
                .setPrevHash("")
                .setHash("")
                .setDebitAccount(debit)
                .setCreditAccount(credit)
                .setAmountMicros(amount)
                .setAmount(Micros.toDecimal(amount))
                .setCurrency("USD")
                .setPeriod("2026-04")
                .setOriginPeriod("2026-04")
                .setBookedAt(BOOKED);
    }

    private static RejectedPlay rejected(String id, String dsp, RejectReason reason, String detail) {
        return RejectedPlay.newBuilder()
                .setPlayId(id)
                .setDsp(dsp)
                .setReason(reason)
                .setDetail(detail)
                .setSourceTopic("plays.csv")
                .setSourcePartition(0)
                .setSourceOffset(7)
                .setRecordTime(BOOKED)
                .build();
    }

    private Summary export() {
        RunFacts facts = new RunFacts(
                Map.of("plays", 9L), 9, Map.of("BAD_IDENTIFIER", 1L),
                List.of(new Schedule.OpenPeriod(Period.parse("2026-05"), "alpha", "late plays")),
                Map.of("angklung", "test"));
        return new Exporter(new OutputDirectory(directory.resolve("out"), true), facts).export(recorded);
    }

    private String file(String name) {
        try {
            return Files.readString(directory.resolve("out").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldWriteEveryFileAsTheContractSays() {
        assertThat(export().problems()).isEmpty();

        assertThat(file("earnings.csv")).isEqualTo("""
                period,dsp,territory,offering,right_type,isrc,party_id,plays,amount,currency
                2026-04,alpha,ID,premium,RECORDING,IDA012600001,9,3,4.000000,USD
                2026-04,alpha,ID,premium,RECORDING,IDA012600001,10,3,2.000000,USD
                """);
        assertThat(file("holds.csv")).isEqualTo("""
                account,pool,isrc,party_id,reason,amount,currency,evidence
                hold:unmatched:POOL,POOL,IDA012600002,,unmatched,4.000000,USD,"rate sheet POOL@v1, 2 plays, no rights known"
                """.replace("POOL", POOL));
        assertThat(file("rejected.csv")).isEqualTo("""
                play_id,dsp,reason,detail
                ,,BAD_IDENTIFIER,play_id is empty
                p9,alpha,CONFLICT,"played_ms is 2, ""1"" before"
                """);
        assertThat(file("balances.csv")).isEqualTo("""
                account,currency,debit,credit,balance
                hold:unmatched:POOL,USD,0.000000,4.000000,4.000000
                party:10:payable,USD,0.000000,2.000000,2.000000
                party:9:payable,USD,4.000000,4.000000,0.000000
                party:9:payout,USD,0.000000,4.000000,4.000000
                pool:POOL,USD,10.000000,0.000000,-10.000000
                """.replace("POOL", POOL));
        assertThat(file("rate_sheets.csv")).isEqualTo("""
                pool,version,period,dsp,territory,offering,right_type,currency,revenue_revision,model,\
                agreement_valid_from,net_revenue,label_payments,subscribers,performance_royalties,revenue_share,\
                revenue_share_amount,label_payments_share,label_payments_share_amount,per_play_minimum,\
                per_play_minimum_amount,per_subscriber_minimum,per_subscriber_minimum_amount,floor_per_subscriber,\
                floor_per_subscriber_amount,winner,amount,previous_amount,plays,plays_excluded,excluded_reasons,\
                weighting,total_weight,rate_per_play,usage_revision,reason,minimum_track_plays,minimum_track_window,\
                plays_below_minimum,subscribers_with_plays,idle_weight,agreement_source,screening,plays_screened,\
                plays_without_authors,rights_only,authorship_policies,policy_effects
                POOL,1,2026-04,alpha,ID,premium,RECORDING,USD,1,MARKET_CENTRIC,2026-01-01,20,,,,0.5,10,,,,,,,,,\
                revenue_share,10.000000,0.000000,5,1,SHORT=1,PLAYS,5,2.000000000000,0,ORIGINAL,,,0,,0,,NONE,0,0,false,,
                """.replace("POOL", POOL));
    }

    @Test
    void shouldWriteEveryFieldOfEveryLedgerLineInTheOrderOfTheSchema() {
        export();

        List<String> lines = file("ledger.csv").lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("line_id,partition,partition_seq,prev_hash,hash,kind,debit_account,"
                + "credit_account,amount_micros,amount,currency,period,origin_period,run_id,party_id,dsp,territory,"
                + "offering,right_type,pool_version,plays,rate_sheet_id,rights_version,fx_rate,fx_date,fx_source,"
                + "adjusts_line_id,reason,batch_id,rule,statement_hash,booked_at");
        assertThat(lines.get(1)).contains(",0,0," + LedgerChain.START + ",").endsWith(",ACCRUAL,pool:" + POOL
                + ",party:10:payable,2000000,2.000000,USD,2026-04,2026-04,alpha/2026-04/1,10,alpha,ID,premium,"
                + "RECORDING,1,3,,,,,,,,,,,2026-05-01T00:00:00Z");
    }

    @Test
    void shouldSumUpWhatBecameOfPlaysAndMoney() throws IOException {
        recorded.facts.add(PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL)
                .setDsp("alpha")
                .setPeriod("2026-04")
                .setPools(List.of(
                        new PoolFact("alpha/ID/premium/2026-04/RECORDING", 0, PoolStatus.NO_REVENUE, "ORIGINAL", 0L, 0L, null, 5L,
                                "priced since"),
                        new PoolFact("alpha/ID/free/2026-04", 0, PoolStatus.NO_AGREEMENT, "ORIGINAL", 0L, 0L, null, 2L, "none")))
                .setRecordedAt(BOOKED)
                .build());

        Summary summary = export();

        assertThat(summary.conserved()).isTrue();
        String json = file("summary.json");
        assertThat(json).isEqualTo(Exporter.json(summary.content())).endsWith("}\n").doesNotContain("\r");
        assertThat(json).contains(
                "\"received\" : 9,", "\"accepted\" : 6,", "\"royalty_bearing\" : 5,", "\"late\" : 1,",
                "\"duplicates\" : 1,", "\"rejected\" : 2,", "\"CONFLICT\" : 1", "\"amount\" : \"10.000000\"",
                "\"distributed\" : \"6.000000\"", "\"held\" : \"4.000000\"", "\"paid\" : \"4.000000\"",
                "\"payable\" : \"2.000000\"", "\"pool\" : \"alpha/ID/free/2026-04\"", "\"period\" : \"2026-05\"");
        assertThat(json).doesNotContain("priced since");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("out"));
        }
    }

    @Test
    void shouldShowTheNetOfAllVersionsAndLeaveOutWhatWasTakenBack() {
        recorded.plans.add(plan(2, 6_000_000, 10_000_000));
        recorded.earnings.add(earning(2, null, HOLD, "IDA012600002", 2, -4_000_000));
        line(LineKind.ADJUSTMENT, HOLD, Accounts.pool(POOL), 4_000_000, 2);

        assertThat(export().problems()).isEmpty();

        assertThat(file("holds.csv")).isEqualTo("account,pool,isrc,party_id,reason,amount,currency,evidence\n");
        assertThat(file("earnings.csv")).contains(",9,3,4.000000,USD");
    }

    @Test
    void shouldAddUpEachPartOfAPartyByItselfAndShowThePlaysOfTheGreatest() {
        recorded.earnings.add(earning(1, "9", "KOMCA AI_GENERATED TAG", 5, 1_000_000));
        recorded.earnings.add(earning(2, "9", "KOMCA AI_GENERATED TAG", 4, 500_000));
        recorded.earnings.add(earning(2, "8", null, 1, 700_000));
        recorded.earnings.add(earning(2, "8", "KOMCA AI_ASSISTED TAG", 6, 300_000));
        recorded.earnings.add(earning(3, "8", "KOMCA AI_ASSISTED TAG", 6, -300_000));

        export();

        assertThat(file("earnings.csv")).isEqualTo("""
                period,dsp,territory,offering,right_type,isrc,party_id,plays,amount,currency
                2026-04,alpha,ID,premium,RECORDING,IDA012600001,8,1,0.700000,USD
                2026-04,alpha,ID,premium,RECORDING,IDA012600001,9,4,5.500000,USD
                2026-04,alpha,ID,premium,RECORDING,IDA012600001,10,3,2.000000,USD
                """);
    }

    private static Earning earning(int version, String party, String policy, long plays, long amount) {
        return Earning.newBuilder(earning(version, party, null, "IDA012600001", plays, amount))
                .setAuthorshipPolicy(policy)
                .build();
    }

    @Test
    void shouldNotCallAPoolConservedThatLacksALineAndStillWriteTheFiles() {
        recorded.ledger.remove(2);

        Summary summary = export();

        assertThat(summary.problems()).anySatisfy(problem -> assertThat(problem)
                .isEqualTo("pool " + POOL + ": amount 10.000000, distributed 6.000000 and held 0.000000 in the ledger,"
                        + " distributed 6.000000 and held 4.000000 in the earnings"));
        assertThat(summary.problems()).anySatisfy(problem -> assertThat(problem).contains("SEQUENCE"));
        assertThat(file("summary.json")).contains("\"conserved\" : false");
    }

    @Test
    void shouldNotCallAChangedAmountConserved() {
        recorded.ledger.get(0).setAmountMicros(2_000_001);

        assertThat(export().problems()).anySatisfy(problem -> assertThat(problem).contains("HASH"));
    }

    @Test
    void shouldNotAcceptEarningsThatDisagreeWithTheLedger() {
        recorded.earnings.get(0).setAmountMicros(1_999_999);

        assertThat(export().conserved()).isFalse();
    }

    @Test
    void shouldNotAcceptPlaysThatAreLost() {
        recorded.delivery.remove(1);

        assertThat(export().problems())
                .containsExactly("delivery: 9 plays were sent, but 5 were received");
    }

    @Test
    void shouldNotAcceptRejectedPlaysThatAreNotKept() {
        recorded.rejected.remove(0);

        assertThat(export().problems()).singleElement().asString().startsWith("rejected plays: ");
    }

    @Test
    void shouldNotAcceptLinesOfAPoolWithoutARateSheet() {
        recorded.plans.clear();

        assertThat(export().problems())
                .contains("pool " + POOL + ": the ledger has lines of it, but it has no rate sheet");
    }

    @Test
    void shouldNotTouchADirectoryThatIsNotEmptyUnlessToldTo() throws IOException {
        Path out = Files.createDirectory(directory.resolve("full"));
        Files.writeString(out.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> new OutputDirectory(out, false))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> new OutputDirectory(out.resolve("notes.txt"), true))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void shouldLeaveTheOldResultAloneWhenWritingFails() throws IOException {
        export();
        String before = file("summary.json");

        assertThatThrownBy(() -> new OutputDirectory(directory.resolve("out"), true).replace(beside -> {
                    Files.writeString(beside.resolve("ledger.csv"), "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("disk full");

        assertThat(file("summary.json")).isEqualTo(before);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("out"));
        }
    }

    /** A line of a party's accounts, in a run; the business key of its kind is not what is tested here. */
    private void partyLine(LineKind kind, String debit, String credit, long amount, String run) {
        recorded.ledger.add(recorded.chain.seal(draft(debit, credit, amount)
                .setLineId(run + "/" + recorded.ledger.size())
                .setKind(kind)
                .setRunId(run)
                .setPartyId("9")
                .build()));
    }

    private static Statement.Builder statement(String run, long opening, long closing) {
        return Statement.newBuilder()
                .setStatementId(run)
                .setPartyId("9")
                .setCurrency("USD")
                .setRunId(run)
                .setPeriod("2026-04")
                .setOpeningMicros(opening)
                .setEarningsMicros(0)
                .setAdjustmentsMicros(0)
                .setDeductionsMicros(0)
                .setRecoupedMicros(0)
                .setReservedMicros(0)
                .setReleasedMicros(0)
                .setConvertedInMicros(0)
                .setConvertedOutMicros(0)
                .setTaxMicros(0)
                .setPaymentsMicros(0)
                .setClosingMicros(closing)
                .setAdvanceMicros(0)
                .setReserveMicros(0)
                .setLines(1)
                .setLinesHash("00")
                .setBookedAt(BOOKED);
    }

    @Test
    void shouldCountDeductionsTaxAndAdvancesByCurrencyAndNotAsMoneyOfThePool() {
        String run = "payout/2026-04/x";
        partyLine(LineKind.DEDUCTION, Accounts.payable("9"), "deduction:LMKN:operations", 500_000, run);
        partyLine(LineKind.DEDUCTION, "deduction:LMKN:operations", Accounts.payable("9"), 100_000, run);
        partyLine(LineKind.ADVANCE, "party:9:advance", Accounts.payout("9"), 900_000, run);
        partyLine(LineKind.RECOUPMENT, Accounts.payable("9"), "party:9:advance", 300_000, run);
        partyLine(LineKind.RESERVE, Accounts.payable("9"), "party:9:reserve", 200_000, run);
        partyLine(LineKind.RELEASE, "party:9:reserve", Accounts.payable("9"), 50_000, run);
        partyLine(LineKind.FX, "fx:EUR/USD", Accounts.payable("9"), 70_000, run);
        partyLine(LineKind.FX, Accounts.payable("9"), "fx:USD/IDR", 30_000, run);
        partyLine(LineKind.WITHHOLDING, Accounts.payable("9"), "tax:ID:PPh23", 600_000, run);
        recorded.ledger.get(4).setDsp("alpha");

        Summary summary = export();

        assertThat(summary.problems()).noneMatch(problem -> problem.startsWith("pool "));
        assertThat(file("summary.json")).contains(
                "\"deductions\" : \"0.400000\"", "\"advances\" : \"0.900000\"", "\"recouped\" : \"0.300000\"",
                "\"reserved\" : \"0.200000\"", "\"released\" : \"0.050000\"", "\"converted_in\" : \"0.070000\"",
                "\"converted_out\" : \"0.030000\"", "\"tax\" : \"0.600000\"", "\"paid\" : \"4.000000\"",
                "\"payable\" : \"0.590000\"", "\"DEDUCTION\" : 2", "\"ACCRUAL\" : 2");
        assertThat(file("balances.csv")).contains(
                "deduction:LMKN:operations,USD,0.100000,0.500000,0.400000", "tax:ID:PPh23,USD,0.000000,0.600000,0.600000",
                "party:9:advance,USD,0.900000,0.300000,-0.600000", "fx:EUR/USD,USD,0.070000,0.000000,-0.070000");
        assertThat(new SummaryText(summary).text()).contains(
                "0.600000 withheld for tax authorities", "0.400000 kept by deduction chains");
    }

    @Test
    void shouldWriteEveryPaymentWithTheTaxOfItsRun() {
        recorded.ledger.clear();
        for (String party : List.of("10", "9")) {
            recorded.ledger.add(draft(Accounts.payable(party), "tax:ID:PPh23", 150_000)
                    .setLineId("tax of " + party)
                    .setKind(LineKind.WITHHOLDING)
                    .setRunId("payout/2026-04")
                    .setPartyId(party)
                    .build());
            recorded.ledger.add(draft(Accounts.payable(party), Accounts.payout(party), 850_000)
                    .setLineId("payment of " + party)
                    .setKind(LineKind.PAYOUT)
                    .setRunId("payout/2026-04")
                    .setPartyId(party)
                    .setBatchId("payout/2026-04/USD")
                    .build());
        }
        recorded.ledger.add(draft(Accounts.payable("9"), Accounts.payout("9"), 1)
                .setLineId("untaxed")
                .setKind(LineKind.PAYOUT)
                .setRunId("payout/2026-05")
                .setPartyId("9")
                .setBatchId("payout/2026-05/USD")
                .build());

        export();

        assertThat(file("payouts.csv")).isEqualTo("""
                batch_id,party_id,currency,amount,tax,line_id
                payout/2026-04/USD,9,USD,0.850000,0.150000,payment of 9
                payout/2026-04/USD,10,USD,0.850000,0.150000,payment of 10
                payout/2026-05/USD,9,USD,0.000001,0.000000,untaxed
                """);
    }

    @Test
    void shouldWriteEveryFieldOfEveryStatementAndCheckThatTheyAddUp() {
        recorded.statements.add(statement("payout/2026-04", 0, 1_000_000)
                .setEarningsMicros(10_000_000)
                .setAdjustmentsMicros(-1_000_000)
                .setDeductionsMicros(500_000)
                .setRecoupedMicros(2_000_000)
                .setReservedMicros(300_000)
                .setReleasedMicros(100_000)
                .setConvertedInMicros(700_000)
                .setConvertedOutMicros(1_000_000)
                .setTaxMicros(750_000)
                .setPaymentsMicros(4_250_000)
                .setBatchId("payout/2026-04/USD")
                .build());
        recorded.statements.add(statement("payout/2026-05", 1_000_000, 1_000_000).setWaits("no rate").build());

        Summary summary = export();

        assertThat(summary.problems()).isEmpty();
        List<String> lines = file("statements.csv").lines().toList();
        assertThat(lines.get(0)).isEqualTo("statement_id,party_id,currency,run_id,period,opening,earnings,"
                + "adjustments,deductions,recouped,reserved,released,converted_in,converted_out,tax,payments,closing,"
                + "advance,reserve,lines,lines_hash,batch_id,waits,booked_at");
        assertThat(lines.get(1)).isEqualTo("payout/2026-04,9,USD,payout/2026-04,2026-04,0.000000,10.000000,"
                + "-1.000000,0.500000,2.000000,0.300000,0.100000,0.700000,1.000000,0.750000,4.250000,1.000000,"
                + "0.000000,0.000000,1,00,payout/2026-04/USD,,2026-05-01T00:00:00Z");
        assertThat(lines).hasSize(3);
        assertThat(file("summary.json")).contains("\"statements\" : 2", "\"reason\" : \"no rate\"",
                "\"parties\" : 1", "\"amount\" : \"1.000000\"");
        assertThat(new SummaryText(summary).text()).contains("waiting   1.000000 USD of 1 rightsholders: no rate");
    }

    @Test
    void shouldNotAcceptStatementsThatDoNotAddUpOrFollow() {
        recorded.statements.add(statement("one", 0, 5).setEarningsMicros(4).build());
        recorded.statements.add(statement("two", 4, 4).build());

        assertThat(export().problems()).containsExactly(
                "statement of party 9 in USD, run one: closes with 0.000005, but its items add up to 0.000004",
                "statement of party 9 in USD, run two: opens with 0.000004, but the one before closed with 0.000005");
    }

    @Test
    void shouldSumWaitingBalancesByCurrencyAndReasonOfTheLastStatement() {
        recorded.statements.add(statement("one", 0, 3).setEarningsMicros(3).setWaits("below the threshold").build());
        recorded.statements.add(statement("one", 0, 2).setPartyId("8").setEarningsMicros(2).setWaits("no rate").build());
        recorded.statements.add(statement("two", 3, 4).setEarningsMicros(1).setWaits("no rate").build());
        recorded.statements.add(statement("two", 2, 0).setPartyId("8").setPaymentsMicros(2).build());
        recorded.statements.add(statement("two", 0, 7).setPartyId("7").setEarningsMicros(7).setWaits("no rate").build());

        Summary summary = export();

        assertThat(summary.content().get("waiting_balances")).hasToString(
                "[{currency=USD, reason=no rate, parties=2, amount=0.000011}]");
    }

    @Test
    void shouldShowWhatOtherModelsAddToARateSheet() {
        recorded.plans.set(0, PoolPlan.newBuilder(plan(2, 10_000_000, 0))
                .setUsageRevision(1)
                .setReason("LATE_PLAYS")
                .setModel(AllocationModel.USER_CENTRIC)
                .setWeighting("SUBSCRIBERS")
                .setTotalWeight(Weight.toDecimal(Weight.ONE.multiply(BigInteger.TEN)))
                .setIdleWeight(Weight.toDecimal(Weight.ONE.multiply(BigInteger.TWO)))
                .setAgreementSource("a deal")
                .build());
        recorded.plans.add(PoolPlan.newBuilder(plan(3, 10_000_000, 0))
                .setWeighting("SUBSCRIBERS")
                .setMinimumTrackPlays(1000L)
                .setMinimumTrackWindow(12)
                .setExcluded(Map.of("SHORT", 1L, "BELOW_MINIMUM", 7L))
                .setSteps(List.of(new PricingStep("subscribers with plays", "counted", Map.of(), "8", true)))
                .build());

        export();

        List<String> lines = file("rate_sheets.csv").lines().toList();
        assertThat(lines.get(1)).endsWith(",SHORT=1,SUBSCRIBERS,10,2.000000000000,1,LATE_PLAYS,,,0,8,2,a deal,NONE,0,0,false,,");
        assertThat(lines.get(2)).endsWith(",8,BELOW_MINIMUM=7 SHORT=1,SUBSCRIBERS,5,2.000000000000,0,ORIGINAL,1000,12,"
                + "7,8,0,,NONE,0,0,false,,");
    }

    @Test
    void shouldSayWhatIdleSubscribersAreHeldBy() {
        String idle = Accounts.hold(HoldReason.IDLE_SUBSCRIBERS, POOL);
        recorded.plans.set(0, PoolPlan.newBuilder(plan(1, 12_000_000, 0))
                .setTotalWeight(Weight.toDecimal(Weight.ONE.multiply(BigInteger.valueOf(12))))
                .setIdleWeight(Weight.toDecimal(Weight.ONE.multiply(BigInteger.TWO)))
                .build());
        recorded.earnings.add(earning(1, null, idle, null, 0, 2_000_000));
        line(LineKind.HOLD, Accounts.pool(POOL), idle, 2_000_000, 1);

        assertThat(export().problems()).isEmpty();

        assertThat(file("holds.csv")).contains(idle + "," + POOL + ",,,idle-subscribers,2.000000,USD,\"rate sheet "
                + POOL + "@v1, idle weight 2 of 12\"\n");
    }

    @Test
    void shouldShowThePlaysOfTheNewestVersionThatGaveADetail() {
        recorded.plans.add(plan(2, 11_000_000, 10_000_000));
        recorded.earnings.add(earning(2, "9", null, "IDA012600001", 4, 1_000_000));
        line(LineKind.ADJUSTMENT, Accounts.pool(POOL), Accounts.payable("9"), 1_000_000, 2);

        assertThat(export().problems()).isEmpty();

        assertThat(file("earnings.csv")).contains("IDA012600001,9,4,5.000000,USD", "IDA012600001,10,3,2.000000,USD");
    }

    @Test
    void shouldNotCallAPoolWaitingThatWasWeighedAndPricedSince() {
        recorded.facts.add(PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL)
                .setDsp("alpha")
                .setPeriod("2026-04")
                .setPools(List.of(
                        new PoolFact(POOL, 1, PoolStatus.WEIGHING, "ORIGINAL", 0L, 0L, "USD", 5L, "weighing")))
                .setRecordedAt(BOOKED)
                .build());

        assertThat(export().content().get("waiting")).hasToString("[]");
    }
}
