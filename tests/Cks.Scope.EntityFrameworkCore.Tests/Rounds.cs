using System.Globalization;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>How long the random tests go on: <c>CKS_SCOPE_ROUNDS</c> is in percent of what each run does, 100 unless it is set.</summary>
internal static class Rounds
{
    private static readonly int Percent = int.TryParse(Environment.GetEnvironmentVariable("CKS_SCOPE_ROUNDS"), CultureInfo.InvariantCulture, out var percent) ? percent : 100;

    public static int Of(int usual) => Math.Max(1, usual * Percent / 100);
}
