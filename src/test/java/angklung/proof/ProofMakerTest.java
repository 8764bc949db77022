package angklung.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.RightType;
import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.keys.SubjectKeys;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.SigningKey;
import angklung.opening.OpenedStatement;
import angklung.opening.PartyKey;
import angklung.opening.Sealing;
import angklung.opening.StatementRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofMakerTest {
    private static final String PARTY = "P-1029";

    @TempDir
    private Path dir;

    private final SplittableRandom random = new SplittableRandom(3);
    private final Memory records = new Memory();
    private SubjectKeys keys;
    private MemoryLog log;

    /** Records as the stages would leave them. */
    private static final class Memory implements PayeeRecords {
        private final List<Statement> statements = new ArrayList<>();
        private final List<angklung.avro.Opening> openings = new ArrayList<>();
        private final List<LedgerLine> lines = new ArrayList<>();
        private final List<Earning> earnings = new ArrayList<>();

        @Override
        public List<Statement> statements(String party) {
            return statements.stream().filter(one -> one.getPartyId().equals(party)).toList();
        }

        @Override
        public void allStatements(Consumer<Statement> each) {
            statements.forEach(each);
        }

        @Override
        public List<angklung.avro.Opening> openings(String party) {
            return openings.stream().filter(one -> one.getPartyId().equals(party)).toList();
        }

        @Override
        public List<LedgerLine> lines(String party, String currency) {
            return lines.stream()
                    .filter(one -> party.equals(one.getPartyId()) && one.getCurrency().equals(currency))
                    .toList();
        }

        @Override
        public List<Earning> earnings(String party, Predicate<Earning> wanted) {
            return earnings.stream().filter(one -> party.equals(one.getPartyId()) && wanted.test(one)).toList();
        }
    }

    @BeforeEach
    void start() {
        keys = new SubjectKeys(dir.resolve("keys"));
        log = new MemoryLog(SigningKey.of(SampleProof.ORIGIN, KeyType.ED25519, new byte[32]));
    }

    private ProofMaker maker() {
        return new ProofMaker(records, keys, log);
    }

    private Verdict verify(byte[] proof) {
        return new Verifier(LogPolicy.parse("log " + log.key.verifier() + "\nquorum none\n"), Map.of()).verify(proof);
    }

    private Statement add(String party, String currency, String period, List<LedgerLine> lines) {
        Statement statement = statement(party, currency, period, lines);
        records.statements.add(statement);
        records.lines.addAll(lines);
        return statement;
    }

    private Statement statement(String party, String currency, String period, List<LedgerLine> lines) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        List<byte[]> entries = lines.stream().map(ProofMakerTest::lineJson).toList();
        return Statement.newBuilder()
                .setStatementId(HexFormat.of().formatHex(id))
                .setPartyId(party)
                .setCurrency(currency)
                .setRunId("run-" + period)
                .setPeriod(period)
                .setOpeningMicros(5)
                .setEarningsMicros(100)
                .setAdjustmentsMicros(-3)
                .setDeductionsMicros(10)
                .setRecoupedMicros(0)
                .setReservedMicros(0)
                .setReleasedMicros(0)
                .setConvertedInMicros(0)
                .setConvertedOutMicros(0)
                .setTaxMicros(2)
                .setPaymentsMicros(90)
                .setClosingMicros(0)
                .setAdvanceMicros(0)
                .setReserveMicros(0)
                .setLines(lines.size())
                .setLinesHash(HexFormat.of().formatHex(NaiveTree.root(entries)))
                .setBookedAt(Instant.parse("2026-11-05T00:00:00Z"))
                .build();
    }

    /** By the contract of the schema: every field that has a value but amount, as text. */
    private static byte[] lineJson(LedgerLine line) {
        TreeMap<String, String> members = new TreeMap<>();
        line.getSchema().getFields().forEach(field -> {
            Object value = line.get(field.pos());
            if (value != null && !field.name().equals("amount")) {
                members.put(field.name(), value.toString());
            }
        });
        return SampleProof.utf8(SampleProof.json(members));
    }

    /** A line that settles a pool, with its details. */
    private LedgerLine poolLine(String party, String dsp, int version, List<Earning> details) {
        records.earnings.addAll(details);
        List<byte[]> entries = details.stream()
                .sorted(Comparator.comparing((Earning one) -> one.getIsrc() == null ? "" : one.getIsrc())
                        .thenComparing(one -> one.getAuthorshipPolicy() == null ? "" : one.getAuthorshipPolicy()))
                .map(one -> {
                    TreeMap<String, String> members = new TreeMap<>(Map.of(
                            "amount_micros", one.getAmountMicros() + "", "plays", one.getPlays() + "",
                            "pool", one.getPool(), "version", one.getVersion() + ""));
                    Optional.ofNullable(one.getIsrc()).ifPresent(text -> members.put("isrc", text));
                    Optional.ofNullable(one.getAuthorshipPolicy()).ifPresent(text -> members.put("policy", text));
                    Optional.ofNullable(one.getRightsVersion()).ifPresent(text -> members.put("rights_version", text));
                    return SampleProof.utf8(SampleProof.json(members));
                })
                .toList();
        LedgerLine line = line(party, "IDR");
        line.setDsp(dsp);
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(version);
        line.setStatementHash(HexFormat.of().formatHex(NaiveTree.root(entries)));
        return line;
    }

    private LedgerLine line(String party, String currency) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return LedgerLine.newBuilder()
                .setLineId(HexFormat.of().formatHex(id))
                .setPartition(0)
                .setPartitionSeq(records.lines.size())
                .setPrevHash("")
                .setHash("")
                .setKind(LineKind.ACCRUAL)
                .setDebitAccount("pool:x")
                .setCreditAccount("payable:" + party)
                .setAmountMicros(7)
                .setAmount(new BigDecimal("0.000007"))
                .setCurrency(currency)
                .setPeriod("2026-10")
                .setOriginPeriod("2026-09")
                .setRunId("run")
                .setPartyId(party)
                .setBookedAt(Instant.parse("2026-11-05T00:00:00Z"))
                .build();
    }

    private Earning earning(String party, String dsp, int version, String isrc, String policy) {
        return Earning.newBuilder()
                .setKind(EarningKind.EARNING)
                .setDsp(dsp)
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod("2026-09")
                .setRightType(RightType.RECORDING)
                .setCurrency("IDR")
                .setPool(dsp + "/ID/premium/2026-09/RECORDING/IDR")
                .setVersion(version)
                .setRateSheetId("")
                .setSourcePartition(0)
                .setIsrc(isrc)
                .setPartyId(party)
                .setPlays(random.nextLong(1, 1_000_000))
                .setAmountMicros(random.nextLong(-5, 1_000_000_000))
                .setRightsVersion("aa")
                .setAuthorshipPolicy(policy)
                .build();
    }

    /** What the notary does with a statement. */
    private void logged(Statement statement) {
        PartyKey key = keys.key(statement.getPartyId());
        Sealing sealing = new Sealing(key);
        OpenedStatement opened = sealing.opening(statement.getStatementId(), StatementRecord.of(statement));
        records.openings.add(new angklung.avro.Opening(
                statement.getPartyId(), statement.getStatementId(), (long) log.entries.size(), key.generation(),
                ByteBuffer.wrap(sealing.seal(statement.getStatementId(), opened))));
        log.entries.add(SampleProof.utf8("{\"c\":\"" + SampleProof.base64(opened.commitment())
                + "\",\"kind\":\"statement\",\"period\":\"" + statement.getPeriod() + "\",\"seq\":" + log.entries.size()
                + ",\"v\":1}"));
    }

    private Statement loggedAndPublished() {
        Statement statement = add(PARTY, "IDR", "2026-10", List.of(line(PARTY, "IDR")));
        logged(statement);
        log.published = log.entries.size();
        return statement;
    }

    private static Wanted recording(String isrc) {
        return new Wanted(Optional.of(isrc), Optional.empty(), OptionalInt.empty());
    }

    private void assertRefused(int exitCode, String party, String id, Wanted wanted, String... says) {
        assertThatThrownBy(() -> maker().make(party, id, wanted))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .message().contains(says).doesNotContain("\n");
    }

    @Test
    void shouldProveEveryStatementOfALog() {
        Seeds.cases(8, cases -> {
            log.entries.clear();
            int others = cases.nextInt(700);
            for (int i = 0; i < 12; i++) {
                Statement statement = add("party" + cases.nextInt(3), "IDR", "2026-1" + i % 3, List.of());
                for (int j = cases.nextInt(others / 6 + 1); j > 0; j--) {
                    log.entries.add(("other " + j).getBytes(StandardCharsets.UTF_8));
                }
                logged(statement);
            }
            log.published = log.entries.size();
            for (Statement statement : records.statements) {
                byte[] proof = maker().make(statement.getPartyId(), statement.getStatementId(), Wanted.STATEMENT)
                        .toBytes();
                Verdict verdict = verify(proof);
                assertThat(verdict.failure()).isEmpty();
                assertThat(verdict.opening().orElseThrow().recordBytes()).isEqualTo(StatementRecord.of(statement));
                assertThat(new String(log.entries.get((int) verdict.opening().orElseThrow().envelope().seq()),
                        StandardCharsets.UTF_8)).contains("statement");
            }
            records.statements.clear();
            records.openings.clear();
        });
    }

    @Test
    void shouldProveDownToARecording() {
        add(PARTY, "IDR", "2026-09", List.of(line(PARTY, "IDR"), line(PARTY, "IDR")));
        add(PARTY, "KRW", "2026-10", List.of(line(PARTY, "KRW")));
        List<Earning> details = new ArrayList<>();
        for (int i = 20; i >= 0; i--) {
            details.add(earning(PARTY, "alpha", 2, i == 0 ? null : String.format("IDA0026%05d", i), null));
        }
        records.earnings.add(earning(PARTY, "alpha", 1, "IDA002600005", null)); // of the version before
        records.earnings.add(earning("somebody", "alpha", 2, "IDA002600005", null));
        List<LedgerLine> lines = List.of(
                line(PARTY, "IDR"), poolLine(PARTY, "alpha", 2, details),
                poolLine(PARTY, "beta", 1, List.of(earning(PARTY, "beta", 1, "IDA002600099", null))),
                line(PARTY, "IDR"));
        Statement statement = add(PARTY, "IDR", "2026-10", lines);
        logged(statement);
        log.published = 1;

        for (Earning detail : details.subList(0, 20)) {
            String id = statement.getStatementId().substring(0, 8);
            Verdict verdict = verify(maker().make(PARTY, id, recording(detail.getIsrc())).toBytes());
            assertThat(verdict.failure()).isEmpty();
            assertThat(verdict.findings()).hasSize(7);
            Opening opening = verdict.opening().orElseThrow();
            assertThat(opening.line().orElseThrow().entry()).containsEntry("line_id", lines.get(1).getLineId());
            assertThat(opening.detail().orElseThrow().entry())
                    .containsEntry("isrc", detail.getIsrc())
                    .containsEntry("plays", detail.getPlays() + "")
                    .containsEntry("amount_micros", detail.getAmountMicros() + "");
        }
        Wanted last = new Wanted(
                Optional.empty(), Optional.of(lines.get(3).getLineId().substring(0, 10)), OptionalInt.empty());
        Verdict lineAlone = verify(maker().make(PARTY, statement.getStatementId(), last).toBytes());
        assertThat(lineAlone.failure()).isEmpty();
        assertThat(lineAlone.findings()).hasSize(6);

        assertRefused(2, PARTY, statement.getStatementId(), recording("XX"), "No line of statement", "recording XX");
        assertRefused(2, PARTY, statement.getStatementId(), new Wanted(
                Optional.empty(), Optional.of("0123456789"), OptionalInt.empty()), "has no line 0123456789");
        assertRefused(2, PARTY, statement.getStatementId(), new Wanted(
                Optional.empty(), Optional.of("0123"), OptionalInt.empty()), "at least 8 digits");
    }

    @Test
    void shouldAskWhichOfSeveral() {
        List<LedgerLine> lines = List.of(
                poolLine(PARTY, "alpha", 1, List.of(
                        earning(PARTY, "alpha", 1, "IDA002600001", "KOMCA/2026-01-01/GENERATED/TAG"),
                        earning(PARTY, "alpha", 1, "IDA002600001", null))),
                poolLine(PARTY, "beta", 1, List.of(earning(PARTY, "beta", 1, "IDA002600001", null))));
        Statement statement = add(PARTY, "IDR", "2026-10", lines);
        logged(statement);
        log.published = 1;

        assertRefused(2, PARTY, statement.getStatementId(), recording("IDA002600001"), "3 fit; say which with --nth",
                "1: line " + lines.get(0).getLineId(), "no policy",
                "KOMCA/2026-01-01/GENERATED/TAG", "beta/ID/premium");
        for (int nth = 1; nth <= 3; nth++) {
            Wanted wanted = new Wanted(Optional.of("IDA002600001"), Optional.empty(), OptionalInt.of(nth));
            assertThat(verify(maker().make(PARTY, statement.getStatementId(), wanted).toBytes()).verified()).isTrue();
        }
        assertRefused(2, PARTY, statement.getStatementId(),
                new Wanted(Optional.of("IDA002600001"), Optional.empty(), OptionalInt.of(4)), "3 fit");
    }

    @Test
    void shouldNotProveLinesThatAreNotThoseOfTheStatement() {
        Statement statement = loggedAndPublished();
        Wanted line = new Wanted(Optional.empty(), Optional.of(records.lines.get(0).getLineId()), OptionalInt.empty());
        records.lines.get(0).setAmountMicros(8);
        assertRefused(3, PARTY, statement.getStatementId(), line, "are not those that it commits to");
        records.lines.clear();
        assertRefused(3, PARTY, statement.getStatementId(), line, "the ledger has 0");
    }

    @Test
    void shouldNotProveEarningsThatAreNotThoseOfTheLine() {
        LedgerLine line = poolLine(PARTY, "alpha", 1, List.of(earning(PARTY, "alpha", 1, "IDA002600001", null)));
        Statement statement = add(PARTY, "IDR", "2026-10", List.of(line));
        logged(statement);
        log.published = 1;
        records.earnings.get(0).setPlays(records.earnings.get(0).getPlays() + 1);
        assertRefused(3, PARTY, statement.getStatementId(), recording("IDA002600001"),
                "are not those that it commits to");
    }

    @Test
    void shouldSayWhatThereIs() {
        assertRefused(2, PARTY, "0123456789", Wanted.STATEMENT, "no statement of party P-1029 or anybody else");
        Statement statement = loggedAndPublished();
        assertRefused(2, "nobody", "0123456789", Wanted.STATEMENT, "no statement of party nobody", PARTY);
        assertRefused(2, "nobody", statement.getStatementId(), Wanted.STATEMENT, "is that of P-1029, not of nobody");
        assertRefused(2, PARTY, "0123456789", Wanted.STATEMENT, "has no statement 0123456789",
                statement.getStatementId() + " (2026-10, IDR)");
        assertRefused(2, PARTY, "0", Wanted.STATEMENT, "at least 8 digits");
        add("other", "IDR", "2026-10", List.of());
        assertRefused(2, "other", statement.getStatementId(), Wanted.STATEMENT, "is that of P-1029, not of other");
    }

    @Test
    void shouldSayHowFarTheStatementIs() {
        Statement statement = add(PARTY, "IDR", "2026-10", List.of());
        String id = statement.getStatementId();
        assertRefused(5, PARTY, id, Wanted.STATEMENT, "is not in the log yet");
        logged(statement);
        assertRefused(5, PARTY, id, Wanted.STATEMENT, "Nothing is published at memory yet");
        log.published = 0;
        assertRefused(5, PARTY, id, Wanted.STATEMENT, "leaf 0 of the log and is not published yet", "has 0 leaves");
        log.published = 1;
        assertThat(verify(maker().make(PARTY, id, Wanted.STATEMENT).toBytes()).verified()).isTrue();
    }

    @Test
    void shouldSayWhenTheKeyWasErased() {
        Statement statement = loggedAndPublished();
        keys.erase(PARTY, LocalDate.parse("2037-03-01"), "ticket 118");
        assertRefused(4, PARTY, statement.getStatementId(), Wanted.STATEMENT,
                "was erased (2037-03-01", "ticket 118", "no opening of it exists any more");

        Statement next = add(PARTY, "IDR", "2026-11", List.of());
        logged(next); // under a key of the next generation
        log.published = 2;
        assertThat(verify(maker().make(PARTY, next.getStatementId(), Wanted.STATEMENT).toBytes()).verified()).isTrue();
    }

    @Test
    void shouldMissAKeyThatIsElsewhere() {
        Statement statement = loggedAndPublished();
        keys = new SubjectKeys(dir.resolve("elsewhere"));
        assertRefused(4, PARTY, statement.getStatementId(), Wanted.STATEMENT, "is not among the", "log.subject-keys");
    }

    @Test
    void shouldNotProveWhatTheLogDoesNotSay() {
        Statement statement = loggedAndPublished();
        String id = statement.getStatementId();
        log.entries.set(0, new byte[3]);
        assertRefused(3, PARTY, id, Wanted.STATEMENT, "has another leaf 0");

        statement.setPaymentsMicros(91);
        assertRefused(3, PARTY, id, Wanted.STATEMENT, "commits to another record");

        records.openings.get(0).getSealed().put(20, (byte) (records.openings.get(0).getSealed().get(20) + 1));
        assertRefused(3, PARTY, id, Wanted.STATEMENT, "was changed");
    }
}
