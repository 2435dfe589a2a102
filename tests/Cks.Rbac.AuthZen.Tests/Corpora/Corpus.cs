using System.Text.Json;

namespace Cks.Rbac.AuthZen.Tests.Corpora;

/// <summary>The published cases of the working group.</summary>
internal static class Corpus
{
    /// <summary>A file of it; skips the test when the corpus is absent and was not asked for by <c>CKS_CORPORA</c>.</summary>
    public static JsonElement Read(string file)
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The corpus authzen is neither in shared/corpora beside the checkout nor in CKS_CORPORA.");
        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder!, file))).RootElement;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CKS_CORPORA") is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, "authzen");
            return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException("CKS_CORPORA is set and holds no folder authzen.");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "corpora", "authzen");
            if (Directory.Exists(folder))
                return folder;
        }

        return null;
    }
}
