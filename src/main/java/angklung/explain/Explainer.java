package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.ledger.LedgerHash;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.money.Micros;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Explains ledger lines from the records that they rest on, and computes their amounts again. */
public final class Explainer {
    /** Fewer digits would often name several lines. */
    private static final int DIGITS_MIN = 8;

    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{" + DIGITS_MIN + ",64}");

    private final Records records;

    public Explainer(Records records) {
        this.records = records;
    }

    /**
     * @param lineId the identifier of a line, or its first digits
     * @throws Failure if no line or more than one has it, or if the records cannot be read
     */
    public Explanation explain(String lineId) {
        LedgerLine line = find(lineId.strip().toLowerCase(Locale.ROOT));
        Story story = new Story(line);
        Beneficiary beneficiary = Beneficiary.of(line);
        List<LedgerLine> history = records.linesOf(beneficiary, line.getPartition());
        tell(story, beneficiary, history);
        story.source("ledger-line", line.getLineId());
        story.source("ledger-place", Value.phrase("source.place", new Value.Count(line.getPartition()),
                new Value.Count(line.getPartitionSeq())));
        story.source("ledger-hash", line.getHash());
        checkLine(story);
        return story.explanation();
    }

    private LedgerLine find(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw Failure.usage("'" + prefix + "' is no line: give the line_id, or at least its first " + DIGITS_MIN
                    + " of 64 hexadecimal digits");
        }
        List<LedgerLine> found = records.linesStarting(prefix, 2);
        if (found.isEmpty()) {
            throw Failure.input("No ledger line has an identifier that starts with " + prefix
                    + "; 'angklung ledger tail --json' and ledger.csv show the identifiers");
        }
        if (found.size() > 1) {
            throw Failure.usage("More than one ledger line starts with " + prefix + ", such as "
                    + found.get(0).getLineId() + " and " + found.get(1).getLineId() + "; give more digits");
        }
        return found.get(0);
    }

    private void tell(Story story, Beneficiary beneficiary, List<LedgerLine> history) {
        LedgerLine line = story.line();
        if (PoolLine.isOne(line)) {
            new PoolStory(records, story, pool(line), beneficiary, history).tell();
            if (!beneficiary.isHold()) {
                nameStatement(story, statement(line, history));
            }
            return;
        }
        if (beneficiary.isHold()) {
            new HoldStory(story, pool(line), beneficiary, history).tell();
            return;
        }
        AccountStory account = new AccountStory(records, story, history);
        switch (line.getKind()) {
            case DEDUCTION -> account.deduction();
            case WITHHOLDING -> account.withholding();
            case FX -> account.conversion();
            case RECOUPMENT -> account.recoupment();
            case RESERVE -> account.reserve();
            case RELEASE -> account.release();
            case ADVANCE -> account.advancePaid();
            case PAYOUT -> {
                StatementLines statement = statement(line, history);
                new PayoutStory(story, statement).tell();
                nameStatement(story, statement);
                refuseAnotherStatement(story, statement);
                return;
            }
            default -> account.transfer();
        }
        nameStatement(story, statement(line, history));
    }

    private StatementLines statement(LedgerLine line, List<LedgerLine> history) {
        List<LedgerLine> account =
                history.stream().filter(one -> one.getCurrency().equals(line.getCurrency())).toList();
        return StatementLines.of(line, account, records.statements(line.getPartyId(), line.getCurrency()),
                Accounts.payable(line.getPartyId()));
    }

    private static void nameStatement(Story story, StatementLines found) {
        Statement statement = found.statement();
        if (statement != null) {
            story.source("statement", statement.getStatementId());
            story.source("statement-hash", statement.getLinesHash());
            story.check(true, "statement-hash", new Value.Counted("lines", statement.getLines()));
        }
    }

    /** A payment is on the statement of its own run, if that is kept. */
    private void refuseAnotherStatement(Story story, StatementLines found) {
        LedgerLine line = story.line();
        records.statements(line.getPartyId(), line.getCurrency()).stream()
                .filter(statement -> statement.getRunId().equals(line.getRunId()))
                .filter(statement -> !statement.equals(found.statement()))
                .findFirst()
                .ifPresent(statement ->
                        story.check(false, "statement-hash", new Value.Counted("lines", statement.getLines())));
    }

    private static PoolKey pool(LedgerLine line) {
        return new PoolKey(
                new OfferingKey(line.getDsp(), line.getTerritory(), line.getOffering()),
                Period.parse(line.getOriginPeriod()), line.getRightType(), line.getCurrency());
    }

    private static void checkLine(Story story) {
        LedgerLine line = story.line();
        String hash = LedgerHash.of(line);
        story.check(hash.equals(line.getHash()), "hash", Value.code(line.getHash()), Value.code(hash));
        boolean sameAmount = Micros.toDecimal(line.getAmountMicros()).equals(line.getAmount());
        story.check(sameAmount, "amount", story.money(line.getAmountMicros()), new Value.Number(line.getAmount()));
        Optional<String> id = recomputed(line);
        if (id.isPresent()) {
            story.check(id.get().equals(line.getLineId()), "id", Value.code(line.getLineId()), Value.code(id.get()));
        }
    }

    private static Optional<String> recomputed(LedgerLine line) {
        try {
            return LineId.recomputed(line);
        } catch (IllegalArgumentException e) { // it lacks a part of its key
            return Optional.of("");
        }
    }
}
