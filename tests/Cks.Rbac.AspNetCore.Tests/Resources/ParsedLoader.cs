namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Finds whatever it is asked for.</summary>
public sealed class ParsedLoader : IResourceLoader<Parsed>
{
    public ValueTask<Parsed?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default) => new(new Parsed(key));
}
