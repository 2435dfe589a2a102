namespace Cks.Auth;

/// <summary>
/// Finds moduli of the chips and cards whose RSA keys can be factored (ROCA, CVE-2017-15361). Their primes are k·M + (65537^a mod M), so that the modulus is a power of 65537 modulo each small prime; of sound
/// keys one in 2^30 is.
/// </summary>
/// <remarks>
/// M. Nemec, M. Sys, P. Svenda, D. Klinec, V. Matyas, "The Return of Coppersmith's Attack: Practical Factorization of Widely Used RSA Moduli", ACM CCS 2017, section 3.1 (fingerprinting). M has at least the
/// primes up to 167 for keys of 512 bits and more for longer ones.
/// </remarks>
internal static class RocaFingerprint
{
    private static readonly int[] Primes =
        [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167];

    private static readonly bool[][] Powers = [.. Primes.Select(PowersModulo)];

    public static bool Matches(ReadOnlySpan<byte> modulus)
    {
        for (var i = 0; i < Primes.Length; i++)
        {
            var rest = 0;
            foreach (var digit in modulus)
                rest = ((rest << 8) | digit) % Primes[i];
            if (!Powers[i][rest])
                return false;
        }

        return true;
    }

    private static bool[] PowersModulo(int prime)
    {
        var powers = new bool[prime];
        for (var power = 1; !powers[power]; power = power * (65_537 % prime) % prime)
            powers[power] = true;
        return powers;
    }
}
