package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ledger that follows from versions of pools and from payout runs. An advance covers all rights, so whatever a
 * party has while it is not recouped goes to it.
 */
final class Books {
    private final List<Map<String, String>> parties;
    private final Rules rules;
    private final List<Oracle.Line> lines = new ArrayList<>();
    private final SortedMap<Oracle.Account, Oracle.Balance> balances = new TreeMap<>();
    private final Set<String> advanced = new HashSet<>();

    Books(List<Map<String, String>> parties, Rules rules) {
        this.parties = parties;
        this.rules = rules;
    }

    List<Oracle.Line> lines() {
        return lines;
    }

    SortedMap<Oracle.Account, Oracle.Balance> balances() {
        return balances;
    }

    // A version of a pool

    /** Posts what the version changes, one line a beneficiary, and what is deducted from it. */
    void post(Oracle.Version version, SortedMap<Oracle.Key, Oracle.Amount> before) {
        SortedMap<String, Long> changes = new TreeMap<>(Shares.ORDER);
        version.earnings().forEach((key, a) -> changes.merge(key.beneficiary(), a.micros(), Long::sum));
        before.forEach((key, a) -> changes.merge(key.beneficiary(), -a.micros(), Long::sum));
        changes.forEach((beneficiary, micros) -> {
            if (micros != 0) {
                post(version, beneficiary, micros);
            }
        });
    }

    private void post(Oracle.Version version, String beneficiary, long micros) {
        boolean held = beneficiary.startsWith("hold:");
        PoolLine line = new PoolLine(version, held ? "" : beneficiary);
        String account = held ? beneficiary + ":" + version.pool() : payable(beneficiary);
        String kind = version.number() == 1 ? held ? "HOLD" : "ACCRUAL" : held && micros < 0 ? "RELEASE" : "ADJUSTMENT";
        line.move(kind, "pool:" + version.pool(), account, micros);
        if (held) {
            return;
        }
        long left = micros;
        LocalDate day = YearMonth.parse(line.origin()).atEndOfMonth();
        for (Rules.Deduction step : rules.chain(cell(party(beneficiary), "deduction_chain"), day)) {
            long kept = Fraction.of(Math.abs(left)).times(step.rate()).floor().longValueExact() * Long.signum(left);
            line.move("DEDUCTION", account, step.account(), kept);
            left -= kept;
        }
    }

    /** A line that names a version of a pool. */
    private final class PoolLine {
        private final Oracle.Version version;
        private final String party;
        private final String[] pool;

        PoolLine(Oracle.Version version, String party) {
            this.version = version;
            this.party = party;
            this.pool = version.pool().split("/");
        }

        String origin() {
            return pool[3];
        }

        /** A negative amount goes the other way. */
        void move(String kind, String from, String to, long micros) {
            if (micros != 0) {
                write(new Oracle.Line(kind, micros > 0 ? from : to, micros > 0 ? to : from, Math.abs(micros), pool[5],
                        version.booked(), origin(), party, version.pool(), version.number()));
            }
        }
    }

    // A payout run

    /** Converts, recoups, withholds and pays, as of the first day after the period. */
    void payOut(YearMonth period) {
        LocalDate date = period.plusMonths(1).atDay(1);
        Set<String> ids = new TreeSet<>(Shares.ORDER);
        parties.forEach(row -> ids.add(row.get("party_id")));
        for (String id : ids) {
            Run run = new Run(period, date, id, party(id));
            run.advance();
            run.convert();
            run.recoup();
            run.pay();
        }
    }

    private final class Run {
        private final YearMonth period;
        private final LocalDate date;
        private final String id;
        private final Map<String, String> party;
        private final String currency;

        Run(YearMonth period, LocalDate date, String id, Map<String, String> party) {
            this.period = period;
            this.date = date;
            this.id = id;
            this.party = party;
            this.currency = party.get("payout_currency");
        }

        void advance() {
            long amount = micros(cell(party, "advance", "0"));
            if (amount > 0 && advanced.add(id)) {
                move("ADVANCE", account("advance"), account("payout"), amount, currency);
            }
        }

        /** A balance that would convert to nothing stays. */
        void convert() {
            for (String from : currencies(payable(id))) {
                long balance = balance(payable(id), from);
                Optional<Rules.Conversion> rate = from.equals(currency) || balance <= 0
                        ? Optional.empty()
                        : rules.conversion(from, currency, date);
                if (rate.isPresent()) {
                    long converted =
                            Fraction.of(balance).times(rate.get().factor()).floor().longValueExact();
                    if (converted > 0) {
                        String exchange = "fx:" + rate.get().pair();
                        move("FX", payable(id), exchange, balance, from);
                        move("FX", exchange, payable(id), converted, currency);
                    }
                }
            }
        }

        void recoup() {
            long outstanding = -balance(account("advance"), currency);
            move("RECOUPMENT", payable(id), account("advance"),
                    Math.min(outstanding, Math.max(0, balance(payable(id), currency))), currency);
        }

        void pay() {
            long balance = balance(payable(id), currency);
            int scale = Integer.parseInt(cell(party, "payout_scale", Integer.toString(scaleOf(currency))));
            long gross = down(Fraction.of(balance), scale);
            if (balance <= 0 || balance < micros(cell(party, "payout_threshold", "0")) || gross <= 0) {
                return;
            }
            String profile = cell(party, "tax_profile");
            Optional<Rules.Tax> tax = rules.tax(profile, date);
            if (!profile.isEmpty() && tax.isEmpty()) {
                return; // whoever must be taxed is not paid while nobody knows how
            }
            long withheld = tax.map(t -> down(Fraction.of(gross).times(t.rate()), t.scale())).orElse(0L);
            long net = down(Fraction.of(gross - withheld), scale);
            if (net > 0 || withheld == gross) { // what is too little to be paid is not taxed
                tax.ifPresent(t -> move("WITHHOLDING", payable(id), t.account(), withheld, currency));
                move("PAYOUT", payable(id), account("payout"), net, currency);
            }
        }

        private String account(String name) {
            return "party:" + id + ":" + name;
        }

        private void move(String kind, String debit, String credit, long micros, String in) {
            if (micros > 0) {
                write(new Oracle.Line(
                        kind, debit, credit, micros, in, period.toString(), period.toString(), id, "", 0));
            }
        }
    }

    private Set<String> currencies(String account) {
        Set<String> currencies = new TreeSet<>();
        balances.keySet().stream().filter(a -> a.name().equals(account)).forEach(a -> currencies.add(a.currency()));
        return currencies;
    }

    private long balance(String account, String currency) {
        Oracle.Balance balance = balances.get(new Oracle.Account(account, currency));
        return balance == null ? 0 : balance.net().longValueExact();
    }

    private void write(Oracle.Line line) {
        lines.add(line);
        add(line.debit(), line.currency(), line.micros(), 0);
        add(line.credit(), line.currency(), 0, line.micros());
    }

    private void add(String account, String currency, long debit, long credit) {
        Oracle.Balance none = new Oracle.Balance(BigInteger.ZERO, BigInteger.ZERO);
        balances.merge(new Oracle.Account(account, currency), none.plus(debit, credit),
                (a, b) -> new Oracle.Balance(a.debit().add(b.debit()), a.credit().add(b.credit())));
    }

    private Map<String, String> party(String id) {
        return parties.stream().filter(p -> p.get("party_id").equals(id)).findFirst().orElse(Map.of());
    }

    private static String payable(String party) {
        return "party:" + party + ":payable";
    }

    /** Decimals that are paid, which for the rupiah are fewer than ISO 4217 has. */
    private static int scaleOf(String currency) {
        return Set.of("IDR", "KRW", "JPY").contains(currency)
                ? 0
                : Currency.getInstance(currency).getDefaultFractionDigits();
    }

    /** Rounded down to the decimals, in micros. */
    private static long down(Fraction micros, int scale) {
        Fraction unit = Fraction.of(BigInteger.TEN.pow(6 - scale));
        return Fraction.of(micros.over(unit).floor()).times(unit).floor().longValueExact();
    }

    private static long micros(String amount) {
        return Fraction.of(amount).times(Fraction.of(1_000_000)).floor().longValueExact();
    }
}
