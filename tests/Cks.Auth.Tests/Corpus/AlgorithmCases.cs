using static Cks.Auth.TokenRejectionReason;

namespace Cks.Auth.Tests;

[Collection(nameof(CaseCollection))]
public sealed class AlgorithmCases(CaseLab lab)
{
    [Fact]
    public void Case01_alg_none() => lab.Refuses(1, UnsupportedAlgorithm);

    [Fact]
    public void Case02_alg_None() => lab.Refuses(2, UnsupportedAlgorithm);

    [Fact]
    public void Case03_alg_NONE() => lab.Refuses(3, UnsupportedAlgorithm);

    [Fact]
    public void Case04_alg_nOnE() => lab.Refuses(4, UnsupportedAlgorithm);

    [Fact]
    public void Case05_alg_empty() => lab.Refuses(5, UnsupportedAlgorithm);

    [Fact]
    public void Case06_alg_none_with_the_signature_kept() => lab.Refuses(6, UnsupportedAlgorithm);

    [Fact]
    public void Case07_alg_missing_or_no_text() => lab.Refuses(7, Malformed);

    [Fact]
    public void Case08_the_public_key_in_DER_as_secret() => lab.Refuses(8, UnsupportedAlgorithm);

    [Fact]
    public void Case09_the_public_key_in_PEM_as_secret() => lab.Refuses(9, UnsupportedAlgorithm);

    [Fact]
    public void Case10_the_modulus_as_secret() => lab.Refuses(10, UnsupportedAlgorithm);

    [Fact]
    public void Case11_the_point_of_the_curve_as_secret() => lab.Refuses(11, UnsupportedAlgorithm);

    [Fact]
    public void Case40_alg_of_a_hash_that_was_not_used() => lab.Refuses(40, UnsupportedAlgorithm);

    [Fact]
    public void Case41_an_algorithm_that_the_key_can_do_and_the_issuer_may_not_use() => lab.Refuses(41, UnsupportedAlgorithm);
}
