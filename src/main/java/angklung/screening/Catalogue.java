package angklung.screening;

import java.util.Collection;

/** What is known of recordings. */
public interface Catalogue {
    /** Artists of a recording, each once, in any order; none if they are not known. */
    Collection<String> artists(String isrc);

    /** Whether it is declared or found to be made by a machine. */
    boolean aiGenerated(String isrc);
}
