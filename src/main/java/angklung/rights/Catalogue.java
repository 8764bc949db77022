package angklung.rights;

import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.SubjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole catalogue in the heap: what the stage would make of registrations, before they are sent. Not thread-safe.
 */
public final class Catalogue {
    private final RecordingRules rules;
    private final SortedMap<String, Registrations> subjects = new TreeMap<>();
    private final Set<String> changed = new HashSet<>();

    /** What a registration would be to those that are known. */
    public enum Change {
        /** The first of its registrant on its subject. */
        NEW,
        /** It says something else than the last of its registrant. */
        CHANGED,
        /** It says what is known. */
        UNCHANGED
    }

    /** @param minorOverclaimPercent greatest sum of claims that is a minor over-claim */
    public Catalogue(int minorOverclaimPercent) {
        this.rules = new RecordingRules(ClaimRules.upTo(minorOverclaimPercent));
    }

    /** Takes in what was sent before; what the stage refuses or ignores means nothing here either. */
    public void known(Registration registration) {
        String key = RegistrationRules.key(registration);
        Registrations before = subjects.getOrDefault(key, Registrations.NONE);
        if (RegistrationRules.check(registration).isEmpty()
                && before.judge(registration) == Registrations.Verdict.NEW) {
            subjects.put(key, before.with(registration));
        }
    }

    /** What the registration would be, whatever its sequence says. */
    public Change judge(Registration registration) {
        Registration last = last(registration);
        if (last == null) {
            return Change.NEW;
        }
        return Registrations.sameContent(last, registration) ? Change.UNCHANGED : Change.CHANGED;
    }

    /**
     * Takes in a registration as the next of its registrant.
     *
     * @return the registration with the sequence that makes it the next
     */
    public Registration next(Registration registration) {
        Registration last = last(registration);
        Registration next = Registration.newBuilder(registration)
                .setSequence(last == null
                        ? registration.getSequence()
                        : Math.max(registration.getSequence(), Math.incrementExact(last.getSequence())))
                .build();
        String key = RegistrationRules.key(next);
        subjects.put(key, subjects.getOrDefault(key, Registrations.NONE).with(next));
        changed.add(key);
        return next;
    }

    /** Rights of the recordings that the registrations taken in by {@link #next} concern, by ISRC. */
    public List<RecordingRights> concerned() {
        List<RecordingRights> concerned = new ArrayList<>();
        Map<String, SubjectClaims> linked = new HashMap<>();
        subjects.forEach((key, registrations) -> {
            Registration any = registrations.current().get(0);
            if (any.getSubjectKind() == SubjectKind.RECORDING) {
                Own own = registrations.own();
                if (changed.contains(key) || own.links().stream().anyMatch(changed::contains)) {
                    own.links().forEach(link -> linked.computeIfAbsent(link, this::claimsOn));
                    RecordingRights rights = rules.derive(any.getSubject(), own, linked);
                    if (rights != null) {
                        concerned.add(rights);
                    }
                }
            }
        });
        return concerned;
    }

    private SubjectClaims claimsOn(String key) {
        return subjects.getOrDefault(key, Registrations.NONE).claims();
    }

    private Registration last(Registration registration) {
        return subjects.getOrDefault(RegistrationRules.key(registration), Registrations.NONE)
                .of(registration.getRegistrant());
    }
}
