package angklung.proof;

import angklung.explain.Language;
import angklung.log.Checkpoint;
import angklung.proof.Finding.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verdict as JSON, with its sentences in one language. Record, line and detail are there only if they are proved. */
public final class VerdictJson {
    private final ProofWords words;

    public VerdictJson(Language language) {
        this.words = new ProofWords(language);
    }

    /** Maps, lists and texts. */
    public Map<String, Object> of(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verified", verdict.verified());
        List<Map<String, Object>> checks = new ArrayList<>();
        verdict.findings().forEach(finding -> checks.add(check(finding)));
        json.put("checks", checks);
        if (verdict.verified()) {
            addProved(json, verdict);
        }
        Meaning meaning = new Meaning(verdict, words);
        json.put("proved", meaning.proved());
        json.put("not_proved", meaning.notProved());
        return json;
    }

    private Map<String, Object> check(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", finding.check().number());
        json.put("check", finding.check().label());
        json.put("status", finding.status().label());
        if (finding.status() != Status.NOT_REACHED) {
            json.put("says", words.say(finding));
        }
        return json;
    }

    private static void addProved(Map<String, Object> json, Verdict verdict) {
        Checkpoint checkpoint = verdict.accepted().orElseThrow().checkpoint();
        Opening opening = verdict.opening().orElseThrow();
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("origin", checkpoint.origin());
        log.put("index", Long.toString(opening.envelope().seq()));
        log.put("size", Long.toString(checkpoint.size()));
        log.put("root", checkpoint.root().toString());
        log.put("witnesses", verdict.accepted().orElseThrow().witnesses().stream()
                .map(witness -> witness.name())
                .toList());
        json.put("log", log);
        json.put("record", opening.record());
        opening.line().ifPresent(line -> json.put("line", line.entry()));
        opening.detail().ifPresent(detail -> json.put("detail", detail.entry()));
    }
}
