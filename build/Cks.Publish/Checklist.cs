namespace Cks.Publish;

/// <summary>What a release leaves for people to do.</summary>
internal static class Checklist
{
    public static IEnumerable<string> Of(Release release)
    {
        var version = release.Version.ToNormalizedString();
        var pushed = release.Feed is not null && !release.Request.IsDryRun;
        yield return "";
        yield return $"Release checklist of {version}";
        yield return $"[x] built from {release.Commit}, every check passed";
        yield return pushed ? $"[x] on {release.Feed!.Address}, restored from there and run" : "[ ] pushed: run again with --feed and without --dry-run";
        yield return "[ ] artifacts/publish/SHA256SUMS equals that of a second machine with the same SDK";
        if (release.Version.IsPrerelease)
            yield break;
        yield return $"[ ] the tag is pushed: git push origin v{version}";
        yield return $"[ ] a release at the code host, with artifacts/publish/release-notes.md as text and artifacts/publish/packages/*.spdx.json and SHA256SUMS attached";
        yield return $"[ ] CHANGELOG.md: {version} has a section with a date, and Unreleased is empty again";
        yield return "[ ] PublicAPI.Unshipped.txt of each package is moved into PublicAPI.Shipped.txt";
        yield return "[ ] docs/upgrading has a page when something broke, with one old call and one new call for each";
        yield return "[ ] advisories that this version mends are published, with the code concerned";
    }
}
