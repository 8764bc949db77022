package angklung.rights;

/**
 * What the rights of a recording are made of, as it arrives at the node that puts them together. The keys:
 * {@link #keyOfLink} of a link and that it is answered, the ISRC of a recording's own part.
 */
sealed interface Part {

    /** What is registered of the recording itself. */
    record OfRecording(Own own) implements Part {}

    /** That the recording depends on a work or a performer; which one its key says, so that it never changes. */
    record Link() implements Part {}

    /** That the answer to a link has changed; the store of answers has it. */
    record Answered() implements Part {}

    static String keyOfLink(String isrc, String subject) {
        return isrc + "/" + subject;
    }

    static boolean isLink(String key) {
        return key.indexOf('/') >= 0;
    }

    static String isrc(String key) {
        return isLink(key) ? key.substring(0, key.indexOf('/')) : key;
    }

    /** Key of the registrations of the work or performer of a link. */
    static String subject(String keyOfLink) {
        return keyOfLink.substring(keyOfLink.indexOf('/') + 1);
    }
}
