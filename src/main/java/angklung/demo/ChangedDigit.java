package angklung.demo;

import angklung.log.ProofFile;
import angklung.proof.Opening;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A proof in which somebody has changed the first digit of an amount of the record, and nothing else.
 *
 * @param field of the record
 * @param before what it said, in micros
 * @param after what it says now
 */
public record ChangedDigit(String field, String before, String after, ProofFile file) {

    /** @param field an amount of the record that is not negative */
    static ChangedDigit of(ProofFile file, String field) {
        Opening opening = Opening.parse(file.extra().orElseThrow());
        SortedMap<String, String> record = new TreeMap<>(opening.record());
        String before = record.get(field);
        char first = before.charAt(0);
        String after = (char) (first == '9' ? '8' : first + 1) + before.substring(1);
        record.put(field, after);
        Opening changed =
                new Opening(opening.envelope(), record, opening.salt(), opening.line(), opening.detail());
        return new ChangedDigit(field, before, after, new ProofFile(
                Optional.of(changed.toBytes()), file.index(), file.path(), file.checkpoint()));
    }
}
