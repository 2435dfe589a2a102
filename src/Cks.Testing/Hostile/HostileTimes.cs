using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Times that are over, to come, or no times.</summary>
internal static class HostileTimes
{
    public static void AddTo(HostileBuilder b)
    {
        var (now, skew) = (b.Forge.Now, b.Skew);
        b.Add(60, "exp missing", b.Sign(b.Claims(new() { ["exp"] = null })), MissingClaim);
        b.Add(61, "exp a string", b.Sign(b.Replace("exp", $"\"{now + 60}\"")), MalformedClaim);
        foreach (var value in new[] { "null", "true", "[1]", "{}", "1e99", "-1e99", "1000000000000000000000000000000", "-9223372036854775808" })
            b.Add(63, $"exp {value}", b.Sign(b.Replace("exp", value)), MalformedClaim);
        b.Add(64, "exp 0", b.Sign(b.Replace("exp", "0")), Expired);
        b.Add(64, "exp -1", b.Sign(b.Replace("exp", "-1")), Expired);
        b.Add(65, "exp the greatest number of 64 bits", b.Sign(b.Replace("exp", "9223372036854775807")), MalformedClaim);
        b.Add(65, "exp in milliseconds", b.Sign(b.Replace("exp", $"{(now + 60) * 1000}")), LifetimeTooLong);
        b.Add(66, "exp just passed", b.Sign(b.Replace("exp", $"{now - skew}")), Expired);
        b.Add(66, "exp just passed with a fraction", b.Sign(b.Replace("exp", $"{now - skew}.9")), Expired);
        b.Add(67, "nbf ahead", b.Sign(b.Replace("nbf", $"{now + 120}")), NotYetValid);
        b.Add(67, "nbf after exp", b.Sign(b.Claims(new() { ["nbf"] = now + skew - 1, ["exp"] = now + skew - 2 })), MalformedClaim);
        b.Add(null, "nbf a string", b.Sign(b.Replace("nbf", $"\"{now}\"")), MalformedClaim);
        b.Add(null, "nbf before all years", b.Sign(b.Replace("nbf", "-9007199254740992")), MalformedClaim);
        b.Add(null, "auth_time after all years", b.Sign(b.Replace("auth_time", $"{now * 1000}")), MalformedClaim);
        b.Add(68, "iat ahead", b.Sign(b.Replace("iat", $"{now + 120}")), IssuedInFuture);
        b.Add(68, "iat after exp", b.Sign(b.Claims(new() { ["iat"] = now + skew - 1, ["exp"] = now + skew - 2 })), MalformedClaim);
        if (b.Kind != IssuerKind.Oidc)
            b.Add(68, "iat missing", b.Sign(b.Claims(new() { ["iat"] = null })), MissingClaim);
        b.Add(null, "iat a string", b.Sign(b.Replace("iat", $"\"{now}\"")), MalformedClaim);
        b.Add(null, "iat 1e99", b.Sign(b.Replace("iat", "1e99")), MalformedClaim);
        b.Add(69, "iat far in the past", b.Sign(b.Replace("iat", "0")), LifetimeTooLong);
        b.Add(null, "exp two days ahead", b.Sign(b.Replace("exp", $"{now + 172_800}")), LifetimeTooLong);
        if (b.Kind == IssuerKind.Oidc)
            b.Add(null, "exp two days ahead without iat", b.Sign(b.Claims(new() { ["exp"] = now + 172_800, ["iat"] = null })), LifetimeTooLong);
    }
}
