package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.RecordingRights;
import angklung.avro.RightType;
import angklung.explain.ShareRules.Basis;
import angklung.explain.ShareRules.Finding;
import angklung.model.HoldReason;
import angklung.model.RecordingClaims;
import angklung.model.Splits;
import angklung.money.Micros;
import angklung.stage.RecordedClaims;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The sum behind a line of a pool: plays × rate × share of every recording, or where plays alone do not weigh, the
 * recording's part of the total weight.
 */
final class SumTable {
    /** Decimals of a rate, as on the rate sheet. */
    private static final int RATE_SCALE = 12;

    private final PoolLine of;
    private final Story story;
    private final Sheet priced;
    private final boolean differences;
    private final Concern concern;
    private final SumCheck check;

    SumTable(PoolLine of, Concern concern, Story story) {
        this.of = of;
        this.story = story;
        this.priced = of.priced();
        this.differences = of.isAdjustment() && of.alone();
        this.concern = concern;
        this.check = new SumCheck(priced);
    }

    void tell() {
        List<List<Value>> rows = new ArrayList<>();
        for (Part part : of.parts()) {
            rows.add(row(part));
        }
        Table table = new Table(title(), columns(), rows, total(), List.of())
                .withNote(Value.phrase("note.rounding"));
        if (!of.alone()) {
            table = table.withNote(Value.phrase("note.net", new Value.Count(of.ofPool().size()),
                    new Value.Count(priced.version())));
        }
        check.report(story);
        story.table(table);
    }

    private List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>(List.of(text("recording"), number("plays")));
        columns.add(number(priced.byPlays() ? "rate" : "part"));
        if (!priced.byPlays()) {
            columns.add(number("pool"));
        }
        columns.addAll(List.of(number("share"), number("amount")));
        if (differences) {
            columns.addAll(List.of(number("before"), number("difference")));
        }
        columns.add(text("policy"));
        columns.add(text("rights"));
        return columns;
    }

    private List<Value> total() {
        List<Value> total = new ArrayList<>(List.of(Value.phrase("total"), Value.NONE, Value.NONE));
        if (!priced.byPlays()) {
            total.add(Value.NONE);
        }
        long after = of.parts().stream().mapToLong(Part::after).reduce(0, Math::addExact);
        long before = of.parts().stream().mapToLong(Part::before).reduce(0, Math::addExact);
        total.addAll(List.of(Value.NONE, story.money(after)));
        if (differences) {
            total.addAll(List.of(story.money(before), story.money(Math.subtractExact(after, before))));
        }
        total.add(Value.NONE);
        total.add(Value.NONE);
        return total;
    }

    private String title() {
        if (of.alone()) {
            return priced.byPlays() ? "table.sum.plays" : "table.sum.weight";
        }
        return priced.byPlays() ? "table.sums.plays" : "table.sums.weight";
    }

    private List<Value> row(Part part) {
        Recording recording = concern.recording(part.isrc());
        Finding finding = judge(part, recording, concern.rights().get(part.isrc()));
        List<Value> row = new ArrayList<>();
        row.add(part.isrc().isEmpty() ? Value.phrase("recording.none") : Value.code(part.isrc()));
        row.add(part.plays() < 0 ? Value.NONE : new Value.Count(part.plays()));
        if (priced.byPlays()) {
            row.add(rate());
            check.quota(part, recording, finding);
        } else {
            if (!part.isrc().isEmpty()) {
                check.unknownWeight();
            }
            row.add(new Value.Percent(ShareRules.part(shared(recording), priced.amountMicros())));
            row.add(story.money(priced.amountMicros()));
        }
        row.add(new Value.Percent(finding.share()));
        row.add(story.money(part.after()));
        if (differences) {
            row.add(story.money(part.before()));
            row.add(story.money(part.difference()));
        }
        row.add(Value.code(part.policy()));
        row.add(Value.code(part.rightsVersion()));
        return row;
    }

    private Finding judge(Part part, Recording recording, RecordingRights known) {
        Finding applied =
                new Finding(Basis.CHANGING, ShareRules.part(part.after(), shared(recording))); // on average
        if (part.isrc().isEmpty()) {
            return applied; // all of it
        }
        boolean same = Objects.equals(known == null ? null : known.getVersion(), part.rightsVersion());
        Optional<angklung.model.Beneficiary> splits = of.beneficiary().asInSplits();
        Optional<Splits.Terms> terms = priced.terms();
        boolean checkable = of.records().keepsVersions() && same && splits.isPresent() && terms.isPresent()
                && recording.freeMicros() >= 0 && part.after() >= 0;
        if (!checkable) {
            check.unknownShare(part.isrc(), part.after() <= recording.amountMicros());
            return applied;
        }
        RecordingClaims claims = RecordedClaims.of(
                known, RightType.valueOf(of.line().getRightType()), of.pool().offering().territory());
        Finding finding = new ShareRules(claims, of.pool().period(), terms.get(), recording, priced.byPlays())
                .judge(splits.get(), part.policy(), part.after());
        check.share(part.isrc(), finding.basis());
        return finding;
    }

    /** What those of this account share in: what screening holds of a recording is an account of its own. */
    private long shared(Recording recording) {
        return of.beneficiary().isHeldFor(HoldReason.SCREENING) ? recording.screenedMicros() : recording.freeMicros();
    }

    private Value rate() {
        if (priced.totalWeight().signum() == 0) {
            return Value.NONE;
        }
        BigDecimal amount = Micros.toDecimal(priced.amountMicros());
        BigDecimal rate = amount.divide(priced.totalWeight(), RATE_SCALE, RoundingMode.DOWN);
        boolean exact = rate.multiply(priced.totalWeight()).compareTo(amount) == 0;
        BigDecimal shown = exact ? rate.stripTrailingZeros() : rate;
        return new Value.Rate(shown.setScale(Math.max(0, shown.scale())), exact);
    }
}
