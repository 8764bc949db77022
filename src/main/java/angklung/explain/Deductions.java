package angklung.explain;

import angklung.avro.DeductionChain;
import angklung.avro.LedgerLine;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** What a line of a deduction says of its rule: {@code <chain>/<step, from 1>@<valid_from>}. */
final class Deductions {
    private static final BigInteger WHOLE = BigInteger.valueOf(1_000_000);

    private Deductions() {}

    /** The step's rate in millionths; none if the chain is not kept. */
    static Optional<Long> rate(Records records, LedgerLine deduction) {
        return Rule.parse(deduction.getRule())
                .flatMap(rule -> {
                    int slash = rule.name().lastIndexOf('/');
                    if (slash < 0) {
                        return Optional.<Long>empty();
                    }
                    int step = Integer.parseInt(rule.name().substring(slash + 1));
                    return records.chain(rule.name().substring(0, slash), rule.validFrom())
                            .filter(chain -> step >= 1 && step <= chain.getSteps().size())
                            .map(chain -> chain.getSteps().get(step - 1).getRateMillionths());
                });
    }

    /** Where the chain is published or agreed. */
    static Optional<String> source(Records records, LedgerLine deduction) {
        return Rule.parse(deduction.getRule())
                .filter(rule -> rule.name().lastIndexOf('/') >= 0)
                .flatMap(rule -> records.chain(
                        rule.name().substring(0, rule.name().lastIndexOf('/')), rule.validFrom()))
                .map(DeductionChain::getSource);
    }

    /** A part of what is left, towards zero; of what an adjustment takes away it is given back. */
    static long of(long left, long rateMillionths) {
        return BigInteger.valueOf(left)
                .multiply(BigInteger.valueOf(rateMillionths))
                .divide(WHOLE) // towards zero
                .longValueExact();
    }

    /** {@code deduction:<body>:<name>}. */
    static Value.Phrase name(LedgerLine deduction) {
        String[] parts = account(deduction).split(":", 3);
        return Value.phrase("item.deduction", Value.code(parts[1]), new Value.Name("purpose", parts[2]));
    }

    static String account(LedgerLine deduction) {
        boolean taken = deduction.getCreditAccount().startsWith("deduction:");
        return taken ? deduction.getCreditAccount() : deduction.getDebitAccount();
    }

    /** A rule as lines name it, with the first day of its version. */
    record Rule(String name, LocalDate validFrom) {
        /** None if there is no rule or it is of another form. */
        static Optional<Rule> parse(String text) {
            int at = text == null ? -1 : text.lastIndexOf('@');
            if (at < 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Rule(text.substring(0, at), LocalDate.parse(text.substring(at + 1))));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
