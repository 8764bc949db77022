package angklung.publish;

/** Is told how far the publisher is. */
public interface Steps {
    void reached(Step step);
}
