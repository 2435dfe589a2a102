using System.Globalization;

namespace Cks.Rbac.Tests;

/// <summary>How long the random tests go on: <c>CKS_RBAC_ROUNDS</c> is in percent of what each run does, 100 unless it is set. With 1,000 they do ten times as much; with 5 all that is slow is left out.</summary>
internal static class Rounds
{
    private static readonly int Percent = int.TryParse(Environment.GetEnvironmentVariable("CKS_RBAC_ROUNDS"), CultureInfo.InvariantCulture, out var percent) ? percent : 100;

    /// <summary>Whether everything is done: counts of what is seldom say something only then.</summary>
    public static bool AreWhole => Percent >= 100;

    public static int Of(int number) => (int)Math.Max(Math.Min(number, 1), number * (long)Percent / 100);

    /// <summary>Skips a test that takes seconds and is about time, size or threads, where less is asked for.</summary>
    public static void AllOfThem() => Assert.SkipUnless(AreWhole, "CKS_RBAC_ROUNDS asks for less.");
}
