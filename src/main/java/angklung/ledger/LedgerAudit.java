package angklung.ledger;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.Accounts;
import angklung.model.Identifiers;
import angklung.money.Micros;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Checks a whole ledger, read partition by partition and each in order, against {@link AuditRule}. It goes on after
 * a finding, and takes the line as it is for the next one, so that one change gives few findings.
 *
 * <p>What it cannot see by the chain alone: that the last lines of a partition were removed, or that a partition
 * was rewritten from some line to its end with new hashes. Both show against heads that were recorded elsewhere
 * ({@code recordedHeads}): the facts of settlement and payout runs, or a signed checkpoint.
 *
 * <p>Memory: up to 64 bytes a line for the uniqueness of identifiers ({@link LineIdSet}), one entry an account and
 * currency, and the findings up to their limit. Not thread-safe.
 */
public final class LedgerAudit {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final String POOL = Accounts.pool("");

    private final int findingLimit;
    private final Map<Integer, TreeMap<Long, String>> recordedHeads = new HashMap<>();
    private final List<AuditFinding> findings = new ArrayList<>();
    private final List<LedgerHead> heads = new ArrayList<>();
    private final LineIdSet ids = new LineIdSet();
    private final TrialBalance trialBalance = new TrialBalance();
    private long lines;
    private long findingCount;
    private LedgerHead head;

    /**
     * @param findingLimit how many findings to keep; all are counted
     * @param recordedHeads lines that must be in the ledger, with their hashes; those with sequence −1 say nothing
     */
    public LedgerAudit(int findingLimit, List<LedgerHead> recordedHeads) {
        this.findingLimit = findingLimit;
        for (LedgerHead recorded : recordedHeads) {
            if (recorded.seq() >= 0) {
                expect(recorded);
            }
        }
    }

    /**
     * Checks the next record.
     *
     * @param partition the same as before or a higher one
     * @param offset of the record, to name it in findings
     * @param line null for a record without a value
     */
    public void line(int partition, long offset, String key, LedgerLine line) {
        enter(partition);
        lines++;
        Place place = new Place(partition, offset);
        if (line == null) {
            find(place, AuditRule.PRESENT, "the record with key " + key + " has no value");
        } else if (complete(place, line)) {
            checkPlace(place, key, line);
            checkIdentity(place, line);
            checkContent(place, line);
            trialBalance.add(line);
            checkOverdrawn(place, line);
        }
    }

    /** What was found, once every record was given to {@link #line}. */
    public AuditReport report() {
        List<LedgerHead> all = new ArrayList<>(heads);
        if (head != null) {
            all.add(head);
        }
        recordedHeads.forEach((partition, missing) -> missing.forEach((seq, hash) -> find(
                new Place(partition, -1),
                AuditRule.HEAD,
                "line " + seq + " with hash " + hash + " is on record but not in the ledger")));
        recordedHeads.clear();
        return new AuditReport(lines, all, findingCount, findings, trialBalance.rows(), pools());
    }

    private record Place(int partition, long offset) {}

    private void expect(LedgerHead recorded) {
        String before = recordedHeads
                .computeIfAbsent(recorded.partition(), p -> new TreeMap<>())
                .putIfAbsent(recorded.seq(), recorded.hash());
        if (before != null && !before.equals(recorded.hash())) {
            find(
                    new Place(recorded.partition(), -1),
                    AuditRule.HEAD,
                    "line " + recorded.seq() + " is on record with two hashes, " + before + " and " + recorded.hash());
        }
    }

    private void enter(int partition) {
        if (head == null || head.partition() < partition) {
            if (head != null) {
                heads.add(head);
            }
            head = LedgerHead.empty(partition);
        } else if (head.partition() > partition) {
            throw new IllegalArgumentException("Partition " + partition + " was read after " + head.partition());
        }
    }

    /** Without its required fields nothing else can be said of a line. */
    private boolean complete(Place place, LedgerLine line) {
        boolean complete = true;
        for (Schema.Field field : line.getSchema().getFields()) {
            if (line.get(field.pos()) == null && !field.schema().isNullable()) {
                find(place, AuditRule.COMPLETE, "field " + field.name() + " is missing");
                complete = false;
            }
        }
        return complete;
    }

    private void checkPlace(Place place, String key, LedgerLine line) {
        expectEqual(place, AuditRule.KEY, "record key", line.getLineId(), key);
        expectEqual(place, AuditRule.PARTITION, "partition", place.partition(), line.getPartition());
        expectEqual(place, AuditRule.SEQUENCE, "partition_seq", head.seq() + 1, line.getPartitionSeq());
        expectEqual(place, AuditRule.CHAIN, "prev_hash", head.hash(), line.getPrevHash());
        expectEqual(place, AuditRule.HASH, "hash", LedgerHash.of(line), line.getHash());
        String recorded = recordedHeads
                .getOrDefault(place.partition(), new TreeMap<>())
                .remove(line.getPartitionSeq());
        if (recorded != null) {
            expectEqual(place, AuditRule.HEAD, "hash on record", recorded, line.getHash());
        }
        head = new LedgerHead(place.partition(), line.getPartitionSeq(), line.getHash());
    }

    private void checkIdentity(Place place, LedgerLine line) {
        String id = line.getLineId();
        if (!ID.matcher(id).matches()) {
            find(place, AuditRule.LINE_ID, "line_id '" + id + "' is no SHA-256 in lower-case hexadecimal");
            return;
        }
        checkAdjusted(place, line.getAdjustsLineId());
        if (!ids.add(id)) {
            find(place, AuditRule.UNIQUE, "line_id " + id + " was there before");
        }
        try {
            LineId.recomputed(line)
                    .ifPresent(expected -> expectEqual(place, AuditRule.LINE_ID, "line_id", expected, id));
        } catch (IllegalArgumentException e) {
            find(place, AuditRule.LINE_ID, "line_id cannot be recomputed: " + e.getMessage());
        }
    }

    private void checkAdjusted(Place place, String adjusted) {
        if (adjusted != null && !(ID.matcher(adjusted).matches() && ids.contains(adjusted))) {
            find(place, AuditRule.ADJUSTS, "adjusts_line_id " + adjusted + " is no earlier line");
        }
    }

    private void checkContent(Place place, LedgerLine line) {
        if (line.getAmountMicros() <= 0) {
            find(place, AuditRule.AMOUNT, "amount_micros " + line.getAmountMicros() + " is not positive");
        }
        expectEqual(place, AuditRule.DECIMAL, "amount", Micros.toDecimal(line.getAmountMicros()), line.getAmount());
        if (line.getDebitAccount().equals(line.getCreditAccount())) {
            find(place, AuditRule.ACCOUNTS, "debit and credit are both " + line.getDebitAccount());
        } else if (!LineAccounts.fit(line)) {
            find(
                    place,
                    AuditRule.ACCOUNTS,
                    "no " + line.getKind() + " of party " + line.getPartyId() + " goes from " + line.getDebitAccount()
                            + " to " + line.getCreditAccount());
        }
        if (!Identifiers.isCurrency(line.getCurrency())) {
            find(place, AuditRule.CURRENCY, "currency '" + line.getCurrency() + "' is not of ISO 4217");
        }
        if (line.getKind() == LineKind.UNKNOWN) {
            find(place, AuditRule.KIND, "kind is UNKNOWN: a newer schema wrote it, or it is corrupt");
        }
    }

    /** All lines of a hold, and what came back to it, lie in one partition, so they are read in their order. */
    private void checkOverdrawn(Place place, LedgerLine line) {
        String account = line.getDebitAccount();
        if (LineAccounts.isCovered(account)) {
            BigInteger balance = trialBalance.balance(account, line.getCurrency());
            if (balance.signum() < 0) {
                find(place, AuditRule.OVERDRAWN, account + " has given " + balance.negate() + " micros "
                        + line.getCurrency() + " more than it had received");
            }
        }
    }

    private void expectEqual(Place place, AuditRule rule, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            find(place, rule, what + " is " + found + ", expected " + expected);
        }
    }

    private void find(Place place, AuditRule rule, String reason) {
        findingCount++;
        if (findings.size() < findingLimit) {
            findings.add(new AuditFinding(place.partition(), place.offset(), rule, reason));
        }
    }

    private List<AuditReport.PoolNet> pools() {
        return trialBalance.rows().stream()
                .filter(row -> row.account().startsWith(POOL))
                .map(row -> new AuditReport.PoolNet(
                        row.account().substring(POOL.length()),
                        row.currency(),
                        row.balance().negate()))
                .toList();
    }
}
