namespace Cks.Rbac.AuthZen;

/// <summary>What is answered, to whom, and how much at once.</summary>
public sealed class AuthZenOptions
{
    private readonly List<AuthZenResourceType> _types = [];
    private readonly List<AuthZenCaller> _callers = [];

    /// <summary>
    /// The address under which others know this decision point, https and without query: discovery names it and what is below it, whatever the host of a request says. Its path, where it has one, stands
    /// before those of the endpoints.
    /// </summary>
    /// <value>Default: none; it must be set.</value>
    public Uri? PublicUrl { get; set; }

    /// <summary>Most evaluations in one request; more are 400.</summary>
    /// <value>Default: 200; from 1 to 10,000.</value>
    public int MaxEvaluations { get; set; } = 200;

    /// <summary>Largest body of a request, in bytes; a larger one is 413.</summary>
    /// <value>Default: 256 KiB; from 1 KiB to 4 MiB.</value>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Most results on a page of a search.</summary>
    /// <value>Default: 50; from 1 to 1,000.</value>
    public int MaxResults { get; set; } = 50;

    /// <summary>How many subjects or resources one request of a search looks at, permitted or not; then the page ends, full or not.</summary>
    /// <value>Default: 500; from 1 to 100,000.</value>
    public int MaxCandidates { get; set; } = 500;

    /// <summary>How long the token of a next page can be used.</summary>
    /// <value>Default: 10 minutes; from 1 second to 1 day.</value>
    public TimeSpan PageTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    internal IReadOnlyList<AuthZenResourceType> Types => _types;

    internal IReadOnlyList<AuthZenCaller> Callers => _callers;

    /// <summary>Answers about a type of resources.</summary>
    /// <param name="type">Type in requests, compared ordinally.</param>
    /// <param name="resource">Resource of the policy; the same name where it is left out.</param>
    /// <param name="configure">Names actions.</param>
    public AuthZenOptions Resource(string type, string? resource = null, Action<AuthZenResourceType>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        var added = new AuthZenResourceType(type, resource ?? type);
        configure?.Invoke(added);
        _types.Add(added);
        return this;
    }

    /// <summary>Answers to a caller. One that has a capability of <see cref="CksAuthZen"/> and is not named here is refused.</summary>
    /// <param name="issuer">Its issuer, as its <see cref="Rbac.Subject"/> has it; without one the host does not start (S02).</param>
    /// <param name="id">Its identifier within the issuer.</param>
    /// <param name="tenant">The one tenant that it asks about; it must be the tenant of the caller itself.</param>
    /// <param name="configure">Names what it may ask about.</param>
    public AuthZenOptions Caller(string issuer, string id, string tenant, Action<AuthZenCaller> configure)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(configure);
        var added = new AuthZenCaller(issuer, id, tenant);
        configure(added);
        _callers.Add(added);
        return this;
    }
}
