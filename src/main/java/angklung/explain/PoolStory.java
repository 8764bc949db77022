package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.RecordingRights;
import angklung.avro.RightType;
import angklung.explain.ShareRules.Basis;
import angklung.explain.ShareRules.Finding;
import angklung.explain.Sheet.Step;
import angklung.ledger.EarningHash;
import angklung.ledger.RightsHash;
import angklung.model.HoldReason;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.model.Weight;
import angklung.money.Micros;
import angklung.stage.RecordedClaims;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A line that a pool gives: an accrual, a hold or an adjustment. The sum behind it is plays × rate × share of every
 * recording, or where plays alone do not weigh, the recording's part of the total weight.
 */
final class PoolStory {
    /** Decimals of a rate, as on the rate sheet. */
    private static final int RATE_SCALE = 12;

    private final Records records;
    private final Story story;
    private final LedgerLine line;
    private final Beneficiary beneficiary;
    private final PoolKey pool;
    private final List<LedgerLine> history;
    private final List<LedgerLine> poolLines;
    private final SortedMap<Integer, Sheet> sheets;
    private final Sheet sheet;
    private final List<Earned> earned;

    /** Whether the details are of this version alone, and not the sum of several. */
    private final boolean alone;

    private Map<String, Recording> recordings;

    /** One recording of the beneficiary. */
    private record Part(String isrc, long plays, long before, long after, String rightsVersion) {
        long difference() {
            return Math.subtractExact(after, before);
        }
    }

    PoolStory(Records records, Story story, PoolKey pool, Beneficiary beneficiary, List<LedgerLine> history) {
        this.records = records;
        this.story = story;
        this.line = story.line();
        this.pool = pool;
        this.beneficiary = beneficiary;
        this.history = history;
        this.poolLines = history.stream().filter(this::isOfPool).toList();
        this.sheets = records.sheets(pool.toString());
        this.sheet = sheets.get(line.getPoolVersion());
        this.earned = records.earned(pool.toString(), beneficiary);
        this.alone = records.keepsVersions() || poolLines.size() == 1;
    }

    void tell() {
        boolean adjustment = line.getKind() == LineKind.ADJUSTMENT;
        List<Part> parts = parts();
        this.recordings = records.recordings(pool.toString(), isrcs(parts), version());
        sayWho(adjustment, parts);
        if (sheet == null) {
            story.check(false, "sheet", Value.code(line.getRateSheetId()));
        } else {
            if (adjustment) {
                story.table(versions(parts));
            }
            story.table(sum(adjustment, parts));
            story.table(price());
            if (!sheet.division().isEmpty()) {
                story.table(DivisionSteps.table(sheet));
            }
            checkSteps();
            checkAmount();
            if (isOfIdle()) {
                checkIdle(parts);
            }
        }
        tellDeductions();
        nameSources(adjustment);
        checkDetails(parts);
    }

    /** Of the details that are shown: this line's, or the last one's where only the sum of all is kept. */
    private int version() {
        return records.keepsVersions() || sheets.isEmpty() ? line.getPoolVersion() : sheets.lastKey();
    }

    private static Set<String> isrcs(List<Part> parts) {
        return parts.stream().map(Part::isrc).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isOfPool(LedgerLine other) {
        return line.getDsp().equals(other.getDsp())
                && line.getTerritory().equals(other.getTerritory())
                && line.getOffering().equals(other.getOffering())
                && line.getRightType().equals(other.getRightType())
                && line.getCurrency().equals(other.getCurrency())
                && line.getOriginPeriod().equals(other.getOriginPeriod())
                && isPoolKind(other.getKind());
    }

    static boolean isPoolKind(LineKind kind) {
        return kind == LineKind.ACCRUAL || kind == LineKind.HOLD || kind == LineKind.ADJUSTMENT;
    }

    /** The recordings that this version changed, largest first. */
    private List<Part> parts() {
        int version = version();
        SortedMap<String, Part> parts = new TreeMap<>();
        for (Earned one : earned) {
            if (one.version() == version) {
                parts.put(one.isrc(), new Part(one.isrc(), one.plays(), 0, one.amountMicros(), one.rightsVersion()));
            }
        }
        if (records.keepsVersions()) {
            for (Earned one : earned) {
                Part part = parts.get(one.isrc());
                if (one.version() < version && part != null) {
                    parts.put(one.isrc(), new Part(
                            part.isrc(), part.plays(), Math.addExact(part.before(), one.amountMicros()),
                            Math.addExact(part.after(), one.amountMicros()), part.rightsVersion()));
                }
            }
        }
        List<Part> largestFirst = new ArrayList<>(parts.values());
        largestFirst.sort(Comparator.comparingLong((Part part) -> -Math.abs(part.difference()))
                .thenComparing(Part::isrc));
        return largestFirst;
    }

    private void sayWho(boolean adjustment, List<Part> parts) {
        boolean more = beneficiary.change(line) > 0;
        String key = "sentence." + (adjustment ? more ? "adjustment.more" : "adjustment.less" : "accrual");
        if (beneficiary.isHold()) {
            key = "sentence." + (adjustment ? more ? "hold.more" : "hold.less" : "hold");
        }
        Value who = beneficiary.isHold()
                ? Value.phrase("hold." + holdKey(beneficiary.holdReason()))
                : Value.code(beneficiary.partyId());
        long recordingCount = parts.stream().filter(part -> !part.isrc().isEmpty()).count();
        Value basis = Value.phrase("basis.none");
        if (line.getPlays() != null && recordingCount > 0) {
            basis = Value.phrase("basis.plays", new Value.Counted("plays", line.getPlays()),
                    new Value.Counted("recordings", recordingCount));
        } else if (isOfIdle() && sheet != null) {
            basis = Value.phrase("basis.idle", new Value.Counted("subscribers", sheet.idleWeight().longValue()));
        }
        story.sentence(key, who, story.money(line.getAmountMicros()), Value.code(line.getDsp()),
                new Value.Country(line.getTerritory()), Value.code(line.getOffering()),
                new Value.Month(pool.period()), new Value.Name("royalty", line.getRightType()), basis,
                new Value.Count(line.getPoolVersion()), new Value.Count(line.getPoolVersion() - 1L),
                reason(line.getReason()), new Value.Month(Period.parse(line.getPeriod())));
    }

    /** Whether it is what is held for subscribers who played nothing; each of them weighs 1. */
    private boolean isOfIdle() {
        return beneficiary.isHold() && beneficiary.holdReason().equals(HoldReason.IDLE_SUBSCRIBERS.label());
    }

    private static String holdKey(String reason) {
        List<String> known = List.of("unmatched", "unclaimed", "dispute", "no-usage", "idle-subscribers");
        return known.contains(reason) ? reason : "other";
    }

    /** Several are joined by a plus sign. */
    private static Value reason(String reasons) {
        if (reasons == null) {
            return Value.phrase("reason.none");
        }
        Value all = null;
        for (String reason : reasons.split("\\+")) {
            Value one = new Value.Name("reason", reason);
            all = all == null ? one : Value.phrase("list.and", all, one);
        }
        return all;
    }

    /** Old and new. */
    private Table versions(List<Part> parts) {
        Sheet old = sheets.get(line.getPoolVersion() - 1);
        Table table = new Table("table.versions", text("item"), number("old"), number("new"), number("difference"));
        table = table.withRow(Value.phrase("item.version"), new Value.Count(line.getPoolVersion() - 1L),
                new Value.Count(line.getPoolVersion()), Value.NONE);
        if (old != null) {
            table = table.withRow(Value.phrase("item.pool"), story.money(old.amountMicros()),
                            story.money(sheet.amountMicros()),
                            story.money(Math.subtractExact(sheet.amountMicros(), old.amountMicros())))
                    .withRow(Value.phrase("item.plays"), new Value.Count(old.plays()), new Value.Count(sheet.plays()),
                            new Value.Count(sheet.plays() - old.plays()))
                    .withRow(Value.phrase("item.revenue-revision"), new Value.Count(old.revenueRevision()),
                            new Value.Count(sheet.revenueRevision()), Value.NONE);
        }
        long change = beneficiary.change(line);
        long before = 0;
        for (LedgerLine other : poolLines) {
            if (other.getLineId().equals(line.getLineId())) {
                break;
            }
            before = Math.addExact(before, beneficiary.change(other));
        }
        return table.withRow(Value.phrase("item.beneficiary"), story.money(before),
                story.money(Math.addExact(before, change)), story.money(change));
    }

    private Table sum(boolean adjustment, List<Part> parts) {
        Sheet priced = sheets.getOrDefault(version(), sheet);
        List<Table.Column> columns = new ArrayList<>(List.of(text("recording"), number("plays")));
        columns.add(number(priced.byPlays() ? "rate" : "part"));
        if (!priced.byPlays()) {
            columns.add(number("pool"));
        }
        columns.addAll(List.of(number("share"), number("amount")));
        boolean differences = adjustment && alone;
        if (differences) {
            columns.addAll(List.of(number("before"), number("difference")));
        }
        columns.add(text("rights"));
        Map<String, RecordingRights> rights = records.rights(isrcs(parts));
        List<List<Value>> rows = new ArrayList<>();
        Tally tally = new Tally();
        for (Part part : parts) {
            rows.add(row(part, priced, differences, rights.get(part.isrc()), tally));
        }
        List<Value> total = new ArrayList<>(List.of(Value.phrase("total"), Value.NONE, Value.NONE));
        if (!priced.byPlays()) {
            total.add(Value.NONE);
        }
        long after = parts.stream().mapToLong(Part::after).reduce(0, Math::addExact);
        long before = parts.stream().mapToLong(Part::before).reduce(0, Math::addExact);
        total.addAll(List.of(Value.NONE, story.money(after)));
        if (differences) {
            total.addAll(List.of(story.money(before), story.money(Math.subtractExact(after, before))));
        }
        total.add(Value.NONE);
        Table table = new Table(title(priced), columns, rows, total, List.of());
        table = table.withNote(Value.phrase("note.rounding"));
        if (!alone) {
            table = table.withNote(Value.phrase("note.net", new Value.Count(poolLines.size()),
                    new Value.Count(priced.version())));
        }
        tally.report(story, priced);
        return table;
    }

    private String title(Sheet priced) {
        if (alone) {
            return priced.byPlays() ? "table.sum.plays" : "table.sum.weight";
        }
        return priced.byPlays() ? "table.sums.plays" : "table.sums.weight";
    }

    /** What the rows of the sum came to when they were computed again. */
    private static final class Tally {
        private long exact;
        private long changing;
        private long unknown;
        private long quotas;
        private long weights;
        private String brokenShare;
        private String brokenQuota;

        void report(Story story, Sheet sheet) {
            if (brokenQuota != null) {
                story.check(false, "quota", Value.code(brokenQuota), new Value.Count(quotas));
            } else if (quotas > 0) {
                story.check(true, "quota", Value.NONE, new Value.Count(quotas));
            }
            if (weights > 0) {
                story.open("weight");
            }
            if (brokenShare != null) {
                story.check(false, "share", Value.code(brokenShare), new Value.Count(exact));
            } else if (exact > 0) {
                story.check(true, "share", Value.NONE, new Value.Count(exact));
            }
            if (changing > 0) {
                story.check(true, "share-changing", new Value.Count(changing));
            }
            if (unknown > 0) {
                story.open("share", new Value.Counted("recordings", unknown));
            }
        }
    }

    private List<Value> row(
            Part part, Sheet priced, boolean differences, RecordingRights rights, Tally tally) {
        Recording recording = recordings.getOrDefault(part.isrc(), Recording.NONE);
        Finding finding = judge(part, recording, priced, rights, tally);
        List<Value> row = new ArrayList<>();
        row.add(part.isrc().isEmpty() ? Value.phrase("recording.none") : Value.code(part.isrc()));
        row.add(part.plays() < 0 ? Value.NONE : new Value.Count(part.plays()));
        if (priced.byPlays()) {
            row.add(rate(priced));
            checkQuota(part, recording, priced, finding, tally);
        } else {
            tally.weights += part.isrc().isEmpty() ? 0 : 1;
            row.add(new Value.Percent(ShareRules.part(recording.amountMicros(), priced.amountMicros())));
            row.add(story.money(priced.amountMicros()));
        }
        row.add(new Value.Percent(finding.share()));
        row.add(story.money(part.after()));
        if (differences) {
            row.add(story.money(part.before()));
            row.add(story.money(part.difference()));
        }
        row.add(Value.code(part.rightsVersion()));
        return row;
    }

    private Finding judge(Part part, Recording recording, Sheet priced, RecordingRights rights, Tally tally) {
        boolean known = Objects.equals(rights == null ? null : rights.getVersion(), part.rightsVersion());
        if (part.isrc().isEmpty()) {
            return new Finding(Basis.CHANGING, ShareRules.part(part.after(), recording.amountMicros())); // all of it
        }
        Optional<angklung.model.Beneficiary> splits = beneficiary.asInSplits();
        boolean checkable = records.keepsVersions() && known && splits.isPresent() && priced.claims() != null
                && recording.amountMicros() >= 0 && part.after() >= 0;
        if (!checkable) {
            boolean fits = part.after() <= recording.amountMicros();
            tally.unknown++;
            tally.brokenShare = fits || tally.brokenShare != null ? tally.brokenShare : part.isrc();
            return new Finding(Basis.CHANGING, ShareRules.part(part.after(), recording.amountMicros()));
        }
        Finding finding = ShareRules.judge(
                RecordedClaims.of(rights, RightType.valueOf(line.getRightType()), pool.offering().territory()),
                pool.period(), priced.claims(), splits.get(), recording.amountMicros(), part.after());
        switch (finding.basis()) {
            case EXACT -> tally.exact++;
            case CHANGING -> tally.changing++;
            case BROKEN -> tally.brokenShare = tally.brokenShare == null ? part.isrc() : tally.brokenShare;
        }
        return finding;
    }

    private static Value rate(Sheet priced) {
        if (priced.totalWeight().signum() == 0) {
            return Value.NONE;
        }
        BigDecimal amount = Micros.toDecimal(priced.amountMicros());
        BigDecimal rate = amount.divide(priced.totalWeight(), RATE_SCALE, RoundingMode.DOWN);
        boolean exact = rate.multiply(priced.totalWeight()).compareTo(amount) == 0;
        BigDecimal shown = exact ? rate.stripTrailingZeros() : rate;
        return new Value.Rate(shown.setScale(Math.max(0, shown.scale())), exact);
    }

    /** Prefix sums give a recording the floor or ceiling of plays × rate; more plays than one share covers give more. */
    private void checkQuota(Part part, Recording recording, Sheet priced, Finding finding, Tally tally) {
        if (part.isrc().isEmpty() || part.plays() < 0 || recording.plays() <= 0) {
            return;
        }
        BigInteger total = Weight.toUnits(priced.totalWeight());
        BigInteger due = BigInteger.valueOf(priced.amountMicros()).multiply(Weight.ofPlays(recording.plays()));
        BigInteger over = BigInteger.valueOf(recording.amountMicros()).multiply(total).subtract(due);
        boolean enough = over.compareTo(total.negate()) > 0;
        boolean notTooMuch = over.compareTo(total) < 0 || finding.basis() != Basis.EXACT;
        tally.quotas++;
        if (!(enough && notTooMuch) && tally.brokenQuota == null) {
            tally.brokenQuota = part.isrc();
        }
    }

    private Table price() {
        Table table = new Table("table.price", text("step"), text("calculation"), number("result"), text("decides"));
        for (Step step : sheet.pricing()) {
            if (step.name().equals(Sheet.POOL_AMOUNT)) {
                continue; // the last line of the table
            }
            table = table.withRow(
                    new Value.Name("step", step.name()),
                    step.agreed()
                            ? new Value.Calculation(step.formula(), step.inputs())
                            : Value.phrase("step.not-agreed"),
                    step.number().map(number -> (Value) new Value.Number(number)).orElse(Value.code(step.result())),
                    step.applies() ? Value.phrase("step.decides") : Value.NONE);
        }
        Value last = sheet.pricing().stream()
                .filter(step -> step.name().equals(Sheet.POOL_AMOUNT))
                .<Value>map(step -> new Value.Calculation(step.formula(), step.inputs()))
                .findFirst().orElse(Value.NONE);
        table = table.withTotal(Value.phrase("item.pool"), last, story.money(sheet.amountMicros()), Value.NONE);
        table = table.withNote(Value.phrase("note.pool", new Value.Counted("plays", sheet.plays()),
                new Value.Name("model", sheet.model())));
        for (Map.Entry<String, Long> one : sheet.excluded().entrySet()) {
            table = table.withNote(Value.phrase("note.excluded", new Value.Counted("plays", one.getValue()),
                    new Value.Name("excluded", one.getKey())));
        }
        return table;
    }

    /** Every number of the sheet that its own formula gives again. */
    private void checkSteps() {
        boolean broken = false;
        int recomputed = 0;
        for (Step step : sheet.steps()) {
            Optional<BigDecimal> again = step.recomputed();
            recomputed += again.isPresent() ? 1 : 0;
            if (again.isPresent() && again.get().compareTo(step.number().orElseThrow()) != 0) {
                broken = true;
                story.check(false, "step", new Value.Name("step", step.name()),
                        new Value.Number(step.number().orElseThrow()), new Value.Number(again.get()));
            }
        }
        if (!broken && recomputed > 0) {
            story.check(true, "step", Value.NONE, Value.NONE, Value.NONE);
        }
    }

    /** The step that decides, rounded down to micros, is the amount. */
    private void checkAmount() {
        List<Step> steps = sheet.pricing().stream()
                .filter(step -> step.applies() && step.number().isPresent())
                .toList();
        if (steps.isEmpty()) {
            return;
        }
        Step last = steps.get(steps.size() - 1);
        long micros = new BigDecimal(last.result()).movePointRight(Micros.SCALE)
                .setScale(0, RoundingMode.FLOOR).longValueExact();
        story.check(micros == sheet.amountMicros(), "pool", story.money(sheet.amountMicros()), story.money(micros));
    }

    /** What is held for idle subscribers is the part that they have in the total weight, to the last millionth. */
    private void checkIdle(List<Part> parts) {
        Sheet priced = sheets.getOrDefault(version(), sheet);
        long held = parts.stream().mapToLong(Part::after).reduce(0, Math::addExact);
        BigInteger total = Weight.toUnits(priced.totalWeight());
        BigInteger due = BigInteger.valueOf(priced.amountMicros()).multiply(Weight.toUnits(priced.idleWeight()));
        BigInteger over = BigInteger.valueOf(held).multiply(total).subtract(due).abs();
        boolean same = held == 0 ? due.signum() == 0 : over.compareTo(total) < 0;
        story.check(same, "idle", story.money(held), new Value.Number(plain(priced.idleWeight())),
                new Value.Number(plain(priced.totalWeight())));
    }

    /** What bodies of the deduction chain kept of this line, and what is left of it. */
    private void tellDeductions() {
        List<LedgerLine> deductions = history.stream()
                .filter(other -> other.getKind() == LineKind.DEDUCTION
                        && line.getLineId().equals(other.getAdjustsLineId()))
                .toList();
        if (beneficiary.isHold()) {
            return;
        }
        long left = beneficiary.change(line);
        Table table = new Table("table.deductions",
                text("item"), number("percent"), number("money"), number("left"), text("rule"), text("line"));
        table = table.withRow(Value.phrase("item.line"), Value.NONE, story.money(left), story.money(left), Value.NONE,
                Value.code(line.getLineId()));
        if (deductions.isEmpty()) {
            story.table(new Table("table.deductions").withNote(Value.phrase("note.no-deductions")));
            return;
        }
        boolean broken = false;
        int checked = 0;
        for (LedgerLine deduction : deductions) {
            long change = beneficiary.change(deduction);
            Optional<Long> rate = Deductions.rate(records, deduction);
            if (rate.isPresent()) {
                checked++;
                broken = broken || Deductions.of(left, rate.get()) != Math.negateExact(change);
            }
            left = Math.addExact(left, change);
            table = table.withRow(Deductions.name(deduction),
                    rate.map(r -> (Value) new Value.Percent(Micros.toDecimal(r))).orElse(Value.NONE),
                    story.money(change), story.money(left), Value.code(deduction.getRule()),
                    Value.code(deduction.getLineId()));
        }
        story.table(table.withTotal(Value.phrase("item.left"), Value.NONE, story.money(left), story.money(left),
                Value.NONE, Value.NONE));
        if (checked > 0) {
            story.check(!broken, "deductions", new Value.Counted("deductions", checked));
        } else {
            story.open("deductions", new Value.Counted("deductions", deductions.size()));
        }
    }

    private void nameSources(boolean adjustment) {
        story.source("rate-sheet", line.getRateSheetId());
        if (sheet != null) {
            story.source("revenue-revision", new Value.Count(sheet.revenueRevision()));
            if (sheet.usageRevision() != null) {
                story.source("usage-revision", new Value.Count(sheet.usageRevision()));
            }
            story.source("agreement", Value.phrase("source.agreement", new Value.Day(sheet.agreementFrom()),
                    sheet.agreementSource() == null
                            ? Value.phrase("source.unpublished") : Value.code(sheet.agreementSource())));
            if (line.getPoolVersion() > 1) {
                story.source("version-reason", Value.code(
                        sheet.reason() == null ? line.getReason() : sheet.reason()));
            }
        }
        story.source("rights-version", line.getRightsVersion());
        story.source("details-hash", line.getStatementHash());
        if (adjustment) {
            story.source("origin-line", line.getAdjustsLineId());
            checkOrigin();
        }
    }

    /** An adjustment names the line of the same pool and account before it, if there is one. */
    private void checkOrigin() {
        String before = null;
        for (LedgerLine other : poolLines) {
            if (other.getLineId().equals(line.getLineId())) {
                break;
            }
            before = other.getLineId();
        }
        boolean same = before == null ? line.getAdjustsLineId() == null : before.equals(line.getAdjustsLineId());
        story.check(same, "origin", Value.code(line.getAdjustsLineId()), Value.code(before));
    }

    /** The details must add up to the line, and be those that it commits to. */
    private void checkDetails(List<Part> parts) {
        long sum = parts.stream().mapToLong(Part::difference).reduce(0, Math::addExact);
        if (!alone) {
            long lines = poolLines.stream().mapToLong(beneficiary::change).reduce(0, Math::addExact);
            story.open("alone");
            story.check(sum == lines, "net", story.money(sum), story.money(lines), new Value.Count(poolLines.size()));
            return;
        }
        story.check(sum == beneficiary.change(line), "sum", story.money(sum), story.money(beneficiary.change(line)));
        if (!records.keepsVersions()) {
            story.open("details-hash");
            return;
        }
        byte[] details = EarningHash.start();
        byte[] rights = null;
        EarningHash hash = new EarningHash();
        RightsHash rightsHash = new RightsHash();
        for (Earned one : inOrder()) {
            details = hash.next(details, asEarning(one));
            if (one.rightsVersion() != null) {
                byte[] before = rights == null ? EarningHash.start() : rights;
                rights = rightsHash.next(before, one.isrc(), one.rightsVersion());
            }
        }
        story.check(hex(details).equals(line.getStatementHash()), "details-hash",
                Value.code(line.getStatementHash()), Value.code(hex(details)));
        String rightsHex = rights == null ? null : hex(rights);
        boolean same = rightsHex == null ? line.getRightsVersion() == null : rightsHex.equals(line.getRightsVersion());
        story.check(same, "rights-version", Value.code(line.getRightsVersion()), Value.code(rightsHex));
    }

    /** As settlement adds them up: by ISRC. */
    private List<Earned> inOrder() {
        return earned.stream()
                .filter(one -> one.version() == line.getPoolVersion())
                .sorted(Comparator.comparing(one -> one.isrc().getBytes(StandardCharsets.UTF_8),
                        Arrays::compareUnsigned))
                .toList();
    }

    private Earning asEarning(Earned one) {
        Earning earning = new Earning();
        earning.setPool(pool.toString());
        earning.setVersion(one.version());
        earning.setIsrc(one.isrc().isEmpty() ? null : one.isrc());
        earning.setPartyId(beneficiary.partyId());
        earning.setHoldAccount(beneficiary.holdAccount());
        earning.setPlays(one.plays());
        earning.setAmountMicros(one.amountMicros());
        earning.setRightsVersion(one.rightsVersion());
        return earning;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale()));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
