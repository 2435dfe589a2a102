using System.Collections.Frozen;
using Cks.Core;

namespace Cks.Samples.Portal.Pages;

/// <summary>The pages that the portal can draw, by path.</summary>
internal sealed class PageContents
{
    private readonly FrozenDictionary<string, IPageContent> _byPath;
    private readonly FrozenDictionary<string, string> _pathByAction;

    /// <exception cref="CksConfigurationException">CKS109: something that hubs may point at cannot be drawn.</exception>
    public PageContents(IEnumerable<IPageContent> contents)
    {
        _byPath = contents.ToFrozenDictionary(c => c.Path, StringComparer.Ordinal);
        _pathByAction = _byPath.Values.SelectMany(c => c.Starts, (c, action) => (action, c.Path)).ToFrozenDictionary(p => p.action, p => p.Path, StringComparer.Ordinal);
        Check(PortalTargets.Pages.Select(p => p.Path), PortalTargets.Actions.Select(a => a.Name));
    }

    /// <summary>What a page shows; <see langword="null"/> where there is none.</summary>
    public IPageContent? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The page with the form of a quick action; <see langword="null"/> where there is none.</summary>
    public string? PathOf(string action) => _pathByAction.GetValueOrDefault(action);

    /// <summary>Stops the host when a document could point at something that cannot be drawn.</summary>
    internal void Check(IEnumerable<string> pages, IEnumerable<string> actions)
    {
        Diagnostic[] findings =
        [
            .. pages.Where(p => !_byPath.ContainsKey(p)).Select(p => Finding($"Nothing draws the page \"{p}\".")),
            .. actions.Where(a => !_pathByAction.ContainsKey(a)).Select(a => Finding($"No page has a form for the quick action \"{a}\".")),
        ];
        if (findings.Length > 0)
            throw new CksConfigurationException(findings);
    }

    private static Diagnostic Finding(string message) =>
        new(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(PortalTargets)), message, $"Register an {nameof(IPageContent)} for it, or take the target out.");
}
