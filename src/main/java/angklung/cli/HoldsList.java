package angklung.cli;

import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.ledger.HoldRegister;
import angklung.model.Accounts;
import angklung.model.HoldAccount;
import angklung.model.Period;
import angklung.model.UnclaimedTerm;
import angklung.money.Micros;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is held as of a date: a table for people, JSON for scripts. */
final class HoldsList {
    private static final List<String> HEADER =
            List.of("hold", "reason", "period", "months", "balance", "", "due", "goes to", "announced");
    private static final Set<Integer> NAMES = Set.of(0, 1, 2, 3, 5, 6, 7, 8);

    private final LocalDate date;
    private final List<Row> rows = new ArrayList<>();

    /**
     * One hold account.
     *
     * @param due first day on which it may move, if announced; else the first possible one; null without a policy
     * @param destination account that it goes to; null without a policy
     * @param notice null if it is not announced
     */
    private record Row(
            String account, HoldAccount name, AgeBucket age, long micros, LocalDate due, String destination,
            UnclaimedNotice notice) {}

    /** @param policies on unclaimed money, the last record of each territory and first day */
    HoldsList(LocalDate date, List<HoldRegister.Held> held, List<UnclaimedPolicy> policies) {
        this.date = date;
        held.forEach(hold -> rows.add(row(hold, policies)));
    }

    private Row row(HoldRegister.Held hold, List<UnclaimedPolicy> policies) {
        HoldAccount name = hold.name();
        Period period = name.pool().period();
        AgeBucket age = AgeBucket.of(period, date);
        if (hold.notice().isPresent()) {
            UnclaimedNotice notice = hold.notice().get();
            return new Row(
                    hold.account(), name, age, hold.micros(), notice.getDueOn(), notice.getDestination(), notice);
        }
        return policy(name, policies)
                .map(policy -> {
                    UnclaimedTerm term = new UnclaimedTerm(policy.getTermMonths(), policy.getAnnounceDays());
                    String destination = Accounts.unclaimed(policy.getTerritory(), policy.getDestination());
                    return new Row(
                            hold.account(), name, age, hold.micros(), term.due(period, date), destination, null);
                })
                .orElseGet(() -> new Row(hold.account(), name, age, hold.micros(), null, null, null));
    }

    /** The one that settlement would take: valid on the last day of the period, the newest of those. */
    private static Optional<UnclaimedPolicy> policy(HoldAccount name, List<UnclaimedPolicy> policies) {
        LocalDate day = name.pool().period().lastDay();
        return policies.stream()
                .filter(policy -> policy.getTerritory().equals(name.pool().offering().territory()))
                .filter(policy -> !policy.getValidFrom().isAfter(day))
                .filter(policy -> policy.getValidTo() == null || day.isBefore(policy.getValidTo()))
                .max(Comparator.comparing(UnclaimedPolicy::getValidFrom))
                .filter(policy -> policy.getReasons().contains(name.reason()));
    }

    /** The holds, then what is held by currency and age. */
    String text() {
        if (rows.isEmpty()) {
            return "nothing is held as of " + date;
        }
        TextTable table = new TextTable(HEADER, NAMES);
        rows.forEach(row -> table.add(cells(row)));
        List<String> lines = new ArrayList<>(table.lines());
        totals().forEach((currency, ages) -> ages.forEach((age, micros) -> lines.add(
                Micros.toPlain(micros) + " " + currency + " held for " + age.label() + " months")));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.account(),
                row.name().reason(),
                row.name().pool().period().toString(),
                row.age().label(),
                Micros.toPlain(row.micros()),
                row.name().pool().currency(),
                row.due() == null ? "" : row.due() + (row.notice() == null ? "?" : ""),
                row.destination() == null ? "" : row.destination(),
                row.notice() == null ? "no" : row.notice().getAnnouncedOn().toString());
    }

    /** One object with all of it. */
    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("as_of", date.toString());
        ArrayNode holds = root.putArray("holds");
        rows.forEach(row -> put(holds.addObject(), row));
        ObjectNode held = root.putObject("held");
        totals().forEach((currency, ages) -> {
            ObjectNode node = held.putObject(currency);
            ages.forEach((age, micros) -> node.put(age.label(), Micros.toPlain(micros)));
        });
        return root.toPrettyString();
    }

    private static void put(ObjectNode node, Row row) {
        node.put("hold_account", row.account())
                .put("reason", row.name().reason())
                .put("pool", row.name().pool().toString())
                .put("period", row.name().pool().period().toString())
                .put("age_months", row.age().label())
                .put("balance", Micros.toPlain(row.micros()))
                .put("currency", row.name().pool().currency())
                .put("due_on", row.due() == null ? null : row.due().toString())
                .put("destination", row.destination())
                .put("announced", row.notice() != null)
                .put("announced_on", row.notice() == null ? null : row.notice().getAnnouncedOn().toString())
                .put("policy", row.notice() == null ? null : row.notice().getPolicy());
    }

    private SortedMap<String, SortedMap<AgeBucket, Long>> totals() {
        SortedMap<String, SortedMap<AgeBucket, Long>> totals = new TreeMap<>();
        rows.forEach(row -> totals
                .computeIfAbsent(row.name().pool().currency(), c -> new TreeMap<>())
                .merge(row.age(), row.micros(), Math::addExact));
        return totals;
    }
}
