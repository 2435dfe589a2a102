using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>Cuts CHANGELOG.md, as src/Directory.Build.targets does for the packages.</summary>
internal static class Changelog
{
    /// <summary>The section of a version, or Unreleased while there is none.</summary>
    public static string Section(string text, NuGetVersion version) =>
        Find(text, Regex.Escape(version.ToNormalizedString()) + @"(?![\w.-])") is { Length: > 0 } own ? own : Find(text, "Unreleased");

    private static string Find(string text, string title) => Regex.Match(text, $@"(?ms)^## {title}[^\n]*\n(.*?)(?=^## |\z)").Groups[1].Value.Trim();
}
