using Cks.Core;
using Microsoft.Extensions.Configuration;

namespace Cks.AspNetCore;

/// <summary>Reads section <c>Cks</c>. A key that nobody knows stops the host: a misspelled setting is a setting that does not hold. A blank one is not set, which is how an environment takes it back.</summary>
internal static class CksConfigurationReader
{
    private const string Section = "Cks";

    private static readonly Dictionary<string, Action<CksOptions, string?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Cks:Auth:Authority"] = (o, v) => o.Authority = v,
        ["Cks:Auth:Audience"] = (o, v) => o.Audience = v,
        ["Cks:Rbac:Policy"] = (o, v) => o.Policy = v,
        ["Cks:ReloadOnChange"] = (o, v) => o.ReloadOnChange = v is not null && (bool.TryParse(v, out var isOn) ? isOn
            : throw new CksConfigurationException(CksCodes.InvalidSetting, "Cks:ReloadOnChange", $"\"{v}\" is neither true nor false.", "Write one of the two.")),
        ["Cks:Scope:Model"] = (o, v) => o.ScopeModel = v,
        ["Cks:Hub:Roles"] = (o, v) => o.Hubs = v,
    };

    /// <summary>Sections of which Cks.HubConfig reads what stands below.</summary>
    private static readonly string[] Plugins = ["Cks:Hub:Plugins", "Cks:Hub:PluginSettings"];

    public static void ReadInto(CksOptions options, IConfiguration configuration)
    {
        var findings = new DiagnosticBag();
        foreach (var (key, value) in configuration.GetSection(Section).AsEnumerable().Where(s => s.Value is not null))
        {
            if (Known.TryGetValue(key, out var set))
                set(options, string.IsNullOrWhiteSpace(value) ? null : value);
            else if (!IsOfPlugins(key) && !IsBlankSection(key, value))
                findings.AddUnknown(CksCodes.UnknownSetting, SourceLocation.Whole(key), $"{key} is not a setting (as an environment variable: {Environment(key)}).", key, Known.Keys);
        }

        findings.ThrowIfErrors();
    }

    // A test host (WebApplicationFactory) hands its settings on as arguments, and the sections above them as blank ones.
    private static bool IsBlankSection(string key, string? value) =>
        string.IsNullOrEmpty(value) && Known.Keys.Any(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    private static bool IsOfPlugins(string key) => Array.Exists(Plugins, p => key.Equals(p, StringComparison.OrdinalIgnoreCase) || key.StartsWith(p + ":", StringComparison.OrdinalIgnoreCase));

    public static void Require(CksOptions options)
    {
        var findings = new DiagnosticBag();
        if (string.IsNullOrWhiteSpace(options.Policy))
            Missing("Cks:Rbac:Policy", "the path of the policy document");
        if (string.IsNullOrWhiteSpace(options.Authority) && options.Tokens is null)
            Missing("Cks:Auth:Authority", "the issuer whose tokens are accepted");
        findings.ThrowIfErrors();

        void Missing(string key, string what) =>
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(key), $"{key} is missing.", $"Set it to {what}, in appsettings.json, as {Environment(key)}, or in AddCks(o => ...).");
    }

    private static string Environment(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
