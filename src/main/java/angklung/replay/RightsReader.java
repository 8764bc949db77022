package angklung.replay;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.Registration;
import angklung.avro.WorkLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads what decides who shares: claims on recordings and works, who controls performers, policies on authorship. */
final class RightsReader {
    /** Of what is sent before any play. */
    private static final long FIRST = 1;

    /** Of what is sent late: it replaces what the same registrant said before of the same recording or work. */
    private static final long LATE = 2;

    private final InputDirectory files;
    private final Payees payees;
    private final ClaimRows performers;
    private final SortedMap<String, List<WorkLink>> works;
    private final InputErrors errors;

    /** @param isParty whether a party is known */
    RightsReader(InputDirectory files, Predicate<String> isParty, InputErrors errors) {
        this.files = files;
        this.errors = errors;
        long before = errors.count();
        this.performers = files.optional("ai_performers")
                .map(file -> new PerformersFile(isParty, FIRST, errors).read(file))
                .orElse(null);
        Set<String> known = performers == null ? Set.of() : performers.subjects();
        this.payees = errors.count() == before ? new Payees(isParty, known) : new Payees(party -> true, known);
        this.works = files.optional("recording_works")
                .map(file -> new RecordingWorksFile(errors).read(file))
                .orElseGet(TreeMap::new);
    }

    /** What is sent before any play. */
    RightsInput first() {
        return of(files.required("rights").map(List::of).orElseGet(List::of));
    }

    /** As {@link #first}, of as many files of rights as there are. */
    RightsInput catalogue() {
        return of(files.startingWith("rights"));
    }

    private RightsInput of(List<InputFile> rights) {
        List<Registration> registrations =
                new ArrayList<>(new RightsFile(payees, FIRST, errors).read(rights).registrations(works));
        registrations.addAll(works("works", FIRST));
        if (performers != null) {
            registrations.addAll(performers.registrations());
        }
        return new RightsInput(List.copyOf(registrations), policies("authorship_policies"));
    }

    /** What is sent when periods are closed. */
    RightsInput late() {
        ClaimRows rights = new RightsFile(payees, LATE, errors).read(files.startingWith("late-rights"));
        // The whole registration is replaced, so that it must name the recording's works again.
        SortedMap<String, List<WorkLink>> named = new TreeMap<>(works);
        named.keySet().retainAll(rights.subjectsOfNobody());
        List<Registration> registrations = new ArrayList<>(rights.registrations(named));
        registrations.addAll(works("late-works", LATE));
        return new RightsInput(List.copyOf(registrations), policies("late-authorship_policies"));
    }

    private List<Registration> works(String start, long sequence) {
        return new WorksFile(payees, sequence, errors)
                .read(files.startingWith(start))
                .registrations();
    }

    private List<AuthorshipPolicy> policies(String stem) {
        return files.optional(stem)
                .map(file -> new AuthorshipPoliciesFile(errors).read(file))
                .orElseGet(List::of);
    }
}
