using System.Text.Json.Nodes;

namespace Cks.HubConfig.Razor;

/// <summary>The texts that the script of the shell says. It knows the English ones, so that a page carries those that are others.</summary>
internal static class ScriptTexts
{
    /// <summary>The names by which the script knows them.</summary>
    public static readonly IReadOnlyList<(string Name, Func<HubShellTexts, string> Of)> All =
    [
        ("broken", t => t.Broken),
        ("loading", t => t.Loading),
        ("notUpToDate", t => t.NotUpToDate),
        ("notSeen", t => t.NotSeen),
        ("loadAgain", t => t.LoadAgain),
        ("signedOut", t => t.SignedOut),
        ("signInAgain", t => t.SignInAgain),
        ("somebodyElse", t => t.SomebodyElse),
        ("notAllowed", t => t.NotAllowed),
        ("noHub", t => t.NoHub),
        ("noPage", t => t.NoPage),
        ("changed", t => t.Changed),
        ("newVersion", t => t.NewVersion),
    ];

    /// <summary>A JSON object of those that are not English; <see langword="null"/> where all are.</summary>
    public static string? Of(HubShellTexts texts)
    {
        var others = All.Where(t => t.Of(texts) != t.Of(HubShellTexts.English)).Select(t => KeyValuePair.Create(t.Name, (JsonNode?)t.Of(texts))).ToArray();
        return others.Length == 0 ? null : new JsonObject(others).ToJsonString();
    }
}
