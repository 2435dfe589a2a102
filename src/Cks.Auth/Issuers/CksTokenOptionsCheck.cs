using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses a set-up that could not work or would not be safe, with all findings at once.</summary>
internal sealed class CksTokenOptionsCheck : IValidateOptions<CksTokenOptions>
{
    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksTokenOptions options)
    {
        var findings = new DiagnosticBag();
        var limits = SourceLocation.Whole(nameof(CksTokenOptions));
        if (options.Issuers.Count == 0)
            findings.Add(CksCodes.InvalidSetting, limits, "No token issuer is configured.", "Call AddOidc(\"https://your.issuer\", audience: \"your-api\").");
        Range(options.MaxTokenLength is >= 512 and <= 65_536, nameof(options.MaxTokenLength), "512 to 65,536 characters");
        Range(IsBetween(options.KeyLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366)), nameof(options.KeyLifetime), "1 minute to 366 days");
        Range(IsBetween(options.KeyCooldown, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), nameof(options.KeyCooldown), "1 second to 1 day");
        foreach (var group in options.Issuers.GroupBy(i => i.Issuer, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(group.Key), "The issuer is configured more than once.",
                    "Keep one and list all audiences there.");
            foreach (var issuer in group)
                Check(issuer, findings);
        }

        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;

        void Range(bool inside, string option, string range)
        {
            if (!inside)
                findings.Add(CksCodes.InvalidSetting, limits, $"{option} is out of range.", $"Use {range}.");
        }
    }

    private static void Check(IssuerOptions issuer, DiagnosticBag findings)
    {
        Expect(issuer.Jwks is null ? IsProvider(issuer.Issuer) : issuer.Issuer.Length > 0,
            "The issuer is not an https address.",
            "Write the provider's issuer, such as https://login.example; http is for loopback only, and there is no query, fragment or user.");
        Expect(issuer.Jwks is null || KeySet.TryRead(System.Text.Encoding.UTF8.GetBytes(issuer.Jwks), issuer.Algorithms, out _, out _),
            "The given key set has no usable key.", "Give a JSON Web Key Set with public RSA keys of at least 2048 bits.");
        Expect(issuer.AnyAudienceReason is not null || issuer.Audiences.Count > 0,
            "No audience is configured, so a token made for another application would be accepted.",
            "Name the audience, or call AllowAnyAudience with the reason.");
        Expect(issuer.AnyAudienceReason is null || (issuer.Audiences.Count == 0 && !string.IsNullOrWhiteSpace(issuer.AnyAudienceReason)),
            "AllowAnyAudience stands beside audiences or has no reason.", "Keep the audiences, or give a reason and no audience.");
        Expect(!issuer.Audiences.Any(string.IsNullOrWhiteSpace), "An audience is blank.", "Remove it.");
        Expect(issuer.Algorithms.Count > 0 && issuer.Algorithms.All(SigningKey.IsSupported),
            "An algorithm is not supported, or none is left.", $"Choose from {string.Join(", ", SigningKey.SupportedAlgorithms)}.");

        void Expect(bool holds, string message, string fix)
        {
            if (!holds)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(issuer.Issuer.Length == 0 ? nameof(CksTokenOptions) : issuer.Issuer), message, fix);
        }
    }

    private static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static bool IsProvider(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
        && KeyEndpoint.IsAllowed(uri)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
