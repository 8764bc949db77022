package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.avro.RejectedPlay;
import angklung.avro.Statement;
import angklung.ledger.AuditReport;
import angklung.ledger.TrialBalance;
import angklung.model.HoldReason;
import angklung.money.Micros;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes what a run has done to the files of the replay contract, and checks on the way that nothing was lost.
 * Every file is sorted by what it holds, so that the same input gives the same bytes.
 */
public final class Exporter {
    private static final String MICROS = "_micros";

    /** Enough to begin with; one recording may have as many as it has listeners. */
    private static final int HITS_LISTED = 10;

    private final OutputDirectory output;
    private final RunFacts run;

    /** @param run what the files cannot know from the topics */
    public Exporter(OutputDirectory output, RunFacts run) {
        this.output = output;
        this.run = run;
    }

    /** Writes all files, whether or not everything was conserved. */
    public Summary export(Outcome outcome) {
        Summary[] summary = new Summary[1];
        output.replace(directory -> summary[0] = write(outcome, directory));
        return summary[0];
    }

    private Summary write(Outcome outcome, Path directory) throws IOException {
        List<List<String>> rejected = new ArrayList<>();
        Books books;
        try (CsvFile ledger = new CsvFile(directory.resolve("ledger.csv"), names(LedgerLine.getClassSchema()));
                CsvFile statements =
                        new CsvFile(directory.resolve("statements.csv"), inUnits(Statement.getClassSchema()))) {
            books = Books.read(
                    outcome,
                    run,
                    line -> ledger.row(fields(line)),
                    statement -> statements.row(inUnits(statement)),
                    play -> rejected.add(rejectedRow(play)));
        }
        writeEarnings(directory.resolve("earnings.csv"), books.earnings());
        writeSheets(directory.resolve("rate_sheets.csv"), books);
        writeHolds(directory.resolve("holds.csv"), books);
        writeRejected(directory.resolve("rejected.csv"), rejected);
        writeBalances(directory.resolve("balances.csv"), books.audit());
        writePayments(directory.resolve("payouts.csv"), books.payments());
        writeClaims(directory.resolve("claims.csv"), books.claims());
        writeHits(directory.resolve("screening.csv"), books);
        Summary summary = Summary.of(run, books);
        Files.writeString(directory.resolve("summary.json"), json(summary.content()), StandardCharsets.UTF_8);
        return summary;
    }

    /** Indented, with LF on every platform, ended by a line break. */
    public static String json(Map<String, Object> content) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(content) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("A summary is plain maps, lists and texts", e);
        }
    }

    private static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    /** All fields in the order of the schema. */
    private static List<String> fields(SpecificRecord record) {
        return record.getSchema().getFields().stream()
                .map(field -> text(record.get(field.pos())))
                .toList();
    }

    /** The names of the fields, with amounts in currency units. */
    private static List<String> inUnits(Schema schema) {
        return names(schema).stream()
                .map(name -> isMicros(name) ? name.substring(0, name.length() - MICROS.length()) : name)
                .toList();
    }

    private static List<String> inUnits(SpecificRecord record) {
        return record.getSchema().getFields().stream()
                .map(field -> {
                    Object value = record.get(field.pos());
                    return isMicros(field.name()) ? Micros.toPlain((long) value) : text(value);
                })
                .toList();
    }

    private static boolean isMicros(String field) {
        return field.endsWith(MICROS);
    }

    /** Decimals plain, instants and dates as in ISO 8601, none as nothing. */
    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private static void writeEarnings(Path path, EarningsBook earnings) {
        List<String> header = List.of(
                "period", "dsp", "territory", "offering", "right_type", "isrc", "party_id", "plays", "amount",
                "currency");
        try (CsvFile csv = new CsvFile(path, header)) {
            earnings.parties().forEach((key, net) -> csv.row(List.of(
                    key.period(), key.dsp(), key.territory(), key.offering(), key.rightType(), key.isrc(),
                    key.beneficiary(), String.valueOf(net.plays()), Micros.toPlain(net.amountMicros()),
                    key.currency())));
        }
    }

    private static void writeSheets(Path path, Books books) {
        try (CsvFile csv = new CsvFile(path, RateSheets.header())) {
            books.sheets().all().forEach((sheet, plan) -> csv.row(RateSheets.row(plan, books.effects().text(sheet))));
        }
    }

    private static void writeClaims(Path path, ClaimsBook claims) {
        try (CsvFile csv = new CsvFile(path, ClaimsBook.header())) {
            claims.rows().forEach(csv::row);
        }
    }

    private static void writeHits(Path path, Books books) {
        ScreeningRows rows = new ScreeningRows(books.sheets());
        try (CsvFile csv = new CsvFile(path, ScreeningRows.header())) {
            books.screening().hits().forEach(hit -> csv.row(rows.row(hit)));
        }
    }

    private static void writeHolds(Path path, Books books) {
        List<String> header =
                List.of("account", "pool", "isrc", "party_id", "reason", "amount", "currency", "evidence");
        Comparator<Map.Entry<EarningsBook.Key, EarningsBook.Net>> byAccount =
                Comparator.comparing(e -> e.getKey().beneficiary());
        try (CsvFile csv = new CsvFile(path, header)) {
            books.earnings().holds().entrySet().stream()
                    .sorted(byAccount.thenComparing(e -> e.getKey().isrc()))
                    .forEach(e -> csv.row(List.of(
                            e.getKey().beneficiary(), e.getValue().pool(), e.getKey().isrc(), "",
                            reason(e.getKey().beneficiary()), Micros.toPlain(e.getValue().amountMicros()),
                            e.getKey().currency(),
                            evidence(e.getKey(), e.getValue(), books))));
        }
    }

    /** {@code hold:REASON:POOL}. */
    private static String reason(String account) {
        return account.split(":", 3)[1];
    }

    private static String evidence(EarningsBook.Key key, EarningsBook.Net net, Books books) {
        String reason = reason(key.beneficiary());
        String sheet = "rate sheet " + net.rateSheetId();
        if (reason.equals(HoldReason.IDLE_SUBSCRIBERS.label())) {
            return sheet + ", " + books.sheets().idle(net.pool(), net.version());
        }
        return sheet + ", " + net.plays() + " plays, "
                + (net.rightsVersion() == null ? "no rights known" : "rights version " + net.rightsVersion())
                + (reason.equals(HoldReason.SCREENING.label()) ? ", hits " + hits(key, books.screening()) : "")
                + (net.policies().isEmpty() ? "" : ", policy " + String.join("; ", net.policies()));
    }

    /** The open hits on the recording's plays in the pool; {@code screening.csv} says what they are. */
    private static String hits(EarningsBook.Key key, ScreeningBook screening) {
        SortedSet<String> open = screening.open(new ScreeningBook.Place(
                key.dsp(), key.territory(), key.offering(), key.period(), key.isrc()));
        return open.stream().limit(HITS_LISTED).collect(Collectors.joining("; "))
                + (open.size() > HITS_LISTED ? " and " + (open.size() - HITS_LISTED) + " more" : "");
    }

    private static void writeRejected(Path path, List<List<String>> rows) {
        rows.sort(Comparator.comparing((List<String> row) -> row.get(1))
                .thenComparing(row -> row.get(0))
                .thenComparing(row -> row.get(2))
                .thenComparing(row -> row.get(3)));
        try (CsvFile csv = new CsvFile(path, List.of("play_id", "dsp", "reason", "detail"))) {
            rows.forEach(csv::row);
        }
    }

    private static List<String> rejectedRow(RejectedPlay play) {
        return Arrays.asList(
                text(play.getPlayId()), text(play.getDsp()), play.getReason().name(), play.getDetail());
    }

    private static void writeBalances(Path path, AuditReport audit) {
        try (CsvFile csv = new CsvFile(path, List.of("account", "currency", "debit", "credit", "balance"))) {
            for (TrialBalance.Row row : audit.trialBalance()) {
                csv.row(List.of(
                        row.account(), row.currency(), plain(row.debit()), plain(row.credit()), plain(row.balance())));
            }
        }
    }

    private static void writePayments(Path path, PaymentBook payments) {
        List<String> header = List.of("batch_id", "party_id", "currency", "amount", "tax", "line_id");
        try (CsvFile csv = new CsvFile(path, header)) {
            for (PaymentBook.Payment payment : payments.payments()) {
                csv.row(List.of(
                        payment.batchId(), payment.partyId(), payment.currency(),
                        Micros.toPlain(payment.amountMicros()), Micros.toPlain(payment.taxMicros()),
                        payment.lineId()));
            }
        }
    }

    /** Sums may exceed a long. */
    static String plain(BigInteger micros) {
        return new BigDecimal(micros, Micros.SCALE).toPlainString();
    }
}
