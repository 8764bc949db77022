package angklung.close;

/** Another closer of the same transactional identifier has started; this one can write nothing any more. */
public final class CloserFencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CloserFencedException(String transactionalId, Throwable cause) {
        super("Another closer has taken over: a second process uses the transactional identifier '" + transactionalId
                + "'. What this one had committed stands; the other resumes from there.", cause);
    }
}
