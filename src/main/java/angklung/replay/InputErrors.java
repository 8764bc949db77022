package angklung.replay;

import angklung.config.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects the faults of all files, so that one attempt shows them all. */
final class InputErrors {
    /** Enough to see the kinds of faults; a file of another layout would otherwise print a line for every row. */
    static final int LISTED = 100;

    private final List<InputError> listed = new ArrayList<>();
    private long count;

    void add(String file, long line, String reason) {
        count++;
        if (listed.size() < LISTED) {
            listed.add(new InputError(file, line, reason));
        }
    }

    boolean none() {
        return count == 0;
    }

    long count() {
        return count;
    }

    /** The first {@value #LISTED} faults, in the order in which they were found. */
    List<InputError> listed() {
        return List.copyOf(listed);
    }

    /** @throws Failure naming every listed fault, if there is any */
    void refuseIfAny() {
        if (none()) {
            return;
        }
        String lines = listed.stream().map(InputError::toString).collect(Collectors.joining("\n"));
        String more = count > listed.size() ? "\nand " + (count - listed.size()) + " more" : "";
        throw Failure.input(lines + more);
    }
}
