package angklung.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A summary as a few lines for people. */
public final class SummaryText {
    private final Map<String, Object> content;
    private final boolean conserved;
    private final StringBuilder text = new StringBuilder();

    public SummaryText(Summary summary) {
        this.content = summary.content();
        this.conserved = summary.conserved();
    }

    /** Lines, each ended by LF. */
    public String text() {
        plays();
        registrations();
        screening();
        pools();
        waiting();
        currencies();
        Map<String, Object> ledger = map(content.get("ledger"));
        line("ledger    %s lines", count(ledger.get("lines")));
        line(conserved ? "conserved: every amount distributed or held, every play accounted for" : "NOT CONSERVED");
        return text.toString();
    }

    private void plays() {
        Map<String, Object> plays = map(content.get("plays"));
        line("plays     %s received = %s accepted + %s duplicates + %s rejected %s", count(plays.get("received")),
                count(plays.get("accepted")), count(plays.get("duplicates")), count(plays.get("rejected")),
                ((Long) plays.get("rejected")) == 0 ? "" : plays.get("rejected_by_reason").toString());
        line("          of the accepted, %s are too short to earn and %s came late", count(plays.get("short")),
                count(plays.get("late")));
    }

    private void registrations() {
        Map<String, Object> registrations = map(content.get("registrations"));
        long rejected = ((Number) registrations.get("rejected")).longValue();
        line("rights    %s registrations accepted%s", count(registrations.get("accepted")),
                rejected == 0 ? "" : ", " + count(rejected) + " rejected " + registrations.get("rejected_by_reason"));
    }

    private void screening() {
        map(content.get("screening")).forEach((rule, byStatus) -> line("screening %s: hits %s", rule, byStatus));
    }

    private void pools() {
        map(content.get("pools")).forEach((id, value) -> {
            Map<String, Object> pool = map(value);
            String currency = id.substring(id.lastIndexOf('/') + 1);
            line("pool      %-45s %22s %s = %s distributed + %s held%s", id, money(pool.get("amount")), currency,
                    money(pool.get("distributed")), money(pool.get("held")),
                    Boolean.TRUE.equals(pool.get("conserved")) ? "" : "  NOT CONSERVED");
        });
    }

    private void waiting() {
        for (Object value : (List<?>) content.get("waiting")) {
            Map<String, Object> pool = map(value);
            line("waiting   %s: %s, %s plays %s", pool.get("pool"), pool.get("status"), count(pool.get("plays")),
                    pool.get("reason"));
        }
        for (Object value : (List<?>) content.get("waiting_balances")) {
            Map<String, Object> balance = map(value);
            line("waiting   %s %s of %s rightsholders: %s", money(balance.get("amount")), balance.get("currency"),
                    count(balance.get("parties")), balance.get("reason"));
        }
        for (Object value : (List<?>) content.get("open_periods")) {
            Map<String, Object> period = map(value);
            line("open      %s %s: %s", period.get("dsp"), period.get("period"), period.get("reason"));
        }
    }

    private void currencies() {
        map(content.get("control_totals")).forEach((currency, value) -> {
            Map<String, Object> totals = map(value);
            line("%s       %s in pools, %s held, %s payable, %s paid in %s payments", currency,
                    money(totals.get("pools")), money(totals.get("held")),
                    money(totals.get("payable")), money(totals.get("paid")),
                    count(totals.get("payments")));
            for (LedgerBook.Flow flow : LedgerBook.Flow.values()) {
                if (totals.containsKey(flow.label())) {
                    line("%s       %s %s", currency, money(totals.get(flow.label())), flow.text());
                }
            }
        });
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String money(Object amount) {
        return MoneyText.exact(new BigDecimal((String) amount));
    }

    private static String count(Object count) {
        return MoneyText.count(((Number) count).longValue());
    }

    @SuppressWarnings("unchecked") // the summary is made of maps with text keys
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
