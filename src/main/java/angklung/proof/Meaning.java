package angklung.proof;

import angklung.log.LogPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What a verdict means in plain words: what is proved, and what nobody should take for proved. */
final class Meaning {
    private final Verdict verdict;
    private final ProofWords words;

    Meaning(Verdict verdict, ProofWords words) {
        this.verdict = verdict;
        this.words = words;
    }

    /** Nothing, unless every check passed. */
    List<String> proved() {
        List<String> said = new ArrayList<>();
        if (!verdict.verified()) {
            return said;
        }
        Opening opening = verdict.opening().orElseThrow();
        LogPolicy.Accepted accepted = verdict.accepted().orElseThrow();
        SortedMap<String, String> record = opening.record();
        String currency = record.get("currency");
        said.add(words.say("proved.statement", record.get("party_id"), record.get("period"), currency,
                money(record, "earnings_micros", currency), money(record, "payments_micros", currency),
                money(record, "closing_micros", currency)));
        said.add(words.say("proved.commitment", accepted.checkpoint().origin(),
                Long.toString(opening.envelope().seq()), Long.toString(accepted.checkpoint().size())));
        if (!accepted.witnesses().isEmpty()) {
            said.add(words.say("proved.witnesses", Verification.names(accepted)));
        }
        opening.line().ifPresent(line -> said.add(words.say("proved.line", text(line.entry(), "line_id"),
                text(line.entry(), "kind"), money(line.entry(), "amount_micros", currency),
                text(line.entry(), "origin_period"))));
        opening.detail().ifPresent(detail -> said.add(words.say("proved.detail", text(detail.entry(), "isrc"),
                text(detail.entry(), "plays"), money(detail.entry(), "amount_micros", currency))));
        return said;
    }

    /** Everything, if a check failed. */
    List<String> notProved() {
        if (!verdict.verified()) {
            return List.of(words.say("unproved.all"));
        }
        List<String> said = new ArrayList<>();
        for (String key : List.of("plays", "rates", "totals", "money", "later")) {
            said.add(words.say("unproved." + key));
        }
        boolean seen = !verdict.accepted().orElseThrow().witnesses().isEmpty();
        said.add(words.say(seen ? "unproved.witnesses" : "unproved.view"));
        if (verdict.opening().orElseThrow().line().isPresent()) {
            said.add(words.say("unproved.others"));
        }
        return said;
    }

    private String money(SortedMap<String, String> fields, String field, String currency) {
        return words.money(text(fields, field), currency);
    }

    private static String text(SortedMap<String, String> fields, String field) {
        return fields.getOrDefault(field, "-");
    }
}
