package angklung.explain;

import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rule of one step of a rate sheet, such as {@code max(greatest of - performance_royalties, 0)}: names of inputs,
 * numbers, {@code + - * max min} and brackets, and at the end perhaps that the result is rounded down to micros. Names
 * of inputs may hold spaces and hyphens, so they are found by the inputs of the step.
 */
final class Formula {
    private static final String ROUNDED = "rounded down to 6 decimals";

    private final List<Token> tokens;
    private final boolean rounded;
    private int next;

    enum Kind {
        NAME,
        NUMBER,
        SIGN
    }

    record Token(Kind kind, String text) {}

    private Formula(List<Token> tokens, boolean rounded) {
        this.tokens = tokens;
        this.rounded = rounded;
    }

    /** None if the text is of another form. */
    static Optional<Formula> parse(String text, Set<String> names) {
        String rest = text.strip();
        boolean rounded = rest.endsWith(ROUNDED);
        if (rounded) {
            rest = rest.substring(0, rest.length() - ROUNDED.length()).strip();
        }
        List<String> longestFirst = new ArrayList<>(names);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        List<Token> tokens = new ArrayList<>();
        while (!rest.isEmpty()) {
            Token token = first(rest, longestFirst);
            if (token == null) {
                return Optional.empty();
            }
            tokens.add(token);
            rest = rest.substring(token.text().length()).strip();
        }
        return Optional.of(new Formula(List.copyOf(tokens), rounded));
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Whether the result is rounded down to micros. */
    boolean rounded() {
        return rounded;
    }

    /** None if it is no calculation that this class knows. */
    Optional<BigDecimal> value(Map<String, String> inputs) {
        next = 0;
        try {
            BigDecimal value = sum(inputs);
            if (next != tokens.size()) {
                return Optional.empty();
            }
            return Optional.of(rounded ? value.setScale(Micros.SCALE, RoundingMode.FLOOR) : value);
        } catch (IllegalArgumentException e) { // a malformed number is one too
            return Optional.empty();
        }
    }

    private static Token first(String text, List<String> names) {
        for (String name : names) {
            if (text.startsWith(name) && endsAt(text, name.length())) {
                return new Token(Kind.NAME, name);
            }
        }
        for (String function : List.of("max", "min")) {
            if (text.startsWith(function + "(")) {
                return new Token(Kind.SIGN, function);
            }
        }
        if ("+-*(),".indexOf(text.charAt(0)) >= 0) {
            return new Token(Kind.SIGN, text.substring(0, 1));
        }
        int digits = 0;
        while (digits < text.length() && "0123456789.".indexOf(text.charAt(digits)) >= 0) {
            digits++;
        }
        return digits == 0 || !endsAt(text, digits) ? null : new Token(Kind.NUMBER, text.substring(0, digits));
    }

    private static boolean endsAt(String text, int position) {
        return position == text.length()
                || !Character.isLetterOrDigit(text.charAt(position)) && text.charAt(position) != '_';
    }

    private BigDecimal sum(Map<String, String> inputs) {
        BigDecimal sum = product(inputs);
        while (at("+") || at("-")) {
            boolean plus = take().text().equals("+");
            BigDecimal more = product(inputs);
            sum = plus ? sum.add(more) : sum.subtract(more);
        }
        return sum;
    }

    private BigDecimal product(Map<String, String> inputs) {
        BigDecimal product = factor(inputs);
        while (at("*")) {
            take();
            product = product.multiply(factor(inputs));
        }
        return product;
    }

    private BigDecimal factor(Map<String, String> inputs) {
        Token token = take();
        if (token.kind() == Kind.NAME) {
            return new BigDecimal(inputs.get(token.text()));
        }
        if (token.kind() == Kind.NUMBER) {
            return new BigDecimal(token.text());
        }
        if (token.text().equals("(")) {
            BigDecimal inner = sum(inputs);
            expect(")");
            return inner;
        }
        boolean max = token.text().equals("max");
        if (!max && !token.text().equals("min")) {
            throw new IllegalArgumentException("no factor starts with " + token.text());
        }
        expect("(");
        BigDecimal best = sum(inputs);
        while (at(",")) {
            take();
            BigDecimal other = sum(inputs);
            best = max ? best.max(other) : best.min(other);
        }
        expect(")");
        return best;
    }

    private boolean at(String sign) {
        return next < tokens.size()
                && tokens.get(next).kind() == Kind.SIGN
                && tokens.get(next).text().equals(sign);
    }

    private Token take() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("the formula ends too early");
        }
        return tokens.get(next++);
    }

    private void expect(String sign) {
        if (!at(sign)) {
            throw new IllegalArgumentException("expected " + sign);
        }
        next++;
    }
}
