using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Cli;

/// <summary>Where the documents of an application stand when nobody says: hubs in the folder <c>hubs</c>, layers of tenants in a folder <c>tenants</c> beside them, as the other verbs take them.</summary>
internal static partial class HubPlaces
{
    /// <summary>The roles' documents, as the files are named: <c>hubs/{role}.json</c>, or <c>hubs/{role}.v2.json</c> where all of them are.</summary>
    /// <exception cref="CksConfigurationException">They are named in several ways.</exception>
    public static string Roles() => PatternIn("hubs", "--hubs", "{role}") ?? "hubs/{role}.json";

    /// <summary>The folder of the tenants' layers.</summary>
    /// <param name="roles">The pattern of the roles' documents.</param>
    public static string TenantsFolder(string roles) => Path.Combine(Path.GetDirectoryName(roles) ?? "", "tenants").Replace('\\', '/');

    /// <summary>The tenants' layers, as the files are named; <see langword="null"/> where the folder is not there.</summary>
    /// <param name="roles">The pattern of the roles' documents.</param>
    /// <exception cref="CksConfigurationException">They are named in several ways.</exception>
    public static string? Tenants(string roles) => PatternIn(TenantsFolder(roles), "--tenants", "{tenant}");

    /// <summary>The policies of the folder <c>policies</c>, else those that stand here.</summary>
    public static string[] Policies()
    {
        var folder = Directory.Exists("policies") ? "policies" : "";
        return [.. Directory.EnumerateFiles(Path.Combine(Directory.GetCurrentDirectory(), folder), PolicyCheck.Files).Select(f => folder.Length > 0 ? $"{folder}/{Path.GetFileName(f)}" : Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }

    private static string? PatternIn(string folder, string option, string place)
    {
        if (!Directory.Exists(folder))
            return null;
        string[] endings = [.. Directory.EnumerateFiles(folder, "*.json").Select(f => Ending().Match(Path.GetFileName(f)).Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return endings.Length switch
        {
            0 => $"{folder}/{place}.json",
            1 => $"{folder}/{place}{endings[0]}",
            _ => throw new CksConfigurationException(CksCodes.InvalidSetting, option, $"The files in \"{folder}\" end with {string.Join(" and ", endings)}.", $"Say which are meant: {option} {folder}/{place}{endings[^1]}"),
        };
    }

    // What stands behind the name of a role or tenant, which has no dot.
    [GeneratedRegex(@"(\.v\d+)?\.json$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
