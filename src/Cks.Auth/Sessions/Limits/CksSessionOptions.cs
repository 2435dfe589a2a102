using Cks.Core;

namespace Cks.Auth;

/// <summary>How long sessions last. Checked when the host starts (CKS109).</summary>
public sealed class CksSessionOptions
{
    /// <summary>How long a session may stand unused, and how long it may last, for roles that are not in <see cref="Roles"/>.</summary>
    /// <value>30 minutes and 12 hours</value>
    public SessionLimits Limits { get; set; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    /// <summary>Limits of roles, in place of <see cref="Limits"/>. Of several roles the shorter limit counts.</summary>
    /// <value>None</value>
    public IDictionary<string, SessionLimits> Roles { get; } = new Dictionary<string, SessionLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Limits of hubs, beside those of the roles: the shorter counts, and stays with the session once it was used there. The hub of the endpoint, or else of the host, and that of the person's record count both. A request for which no endpoint is
    /// known, such as one that is authenticated before it is routed, is let in where every hub would.
    /// </summary>
    /// <value>None</value>
    public IDictionary<string, SessionLimits> Hubs { get; } = new Dictionary<string, SessionLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The hub that this host serves, where endpoints say no other: one of <see cref="Hubs"/>.</summary>
    /// <value>None</value>
    public string? Hub { get; set; }

    /// <summary>
    /// How often it is written that a session is used, and how long what was read of it is relied on: 1 to 60 seconds, and not more than half of the shortest idle limit. A session ends up to so much before its idle limit, where it was used
    /// on several hosts or seldom, and never after it.
    /// </summary>
    /// <value>30 seconds</value>
    public TimeSpan TouchInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sessions that a host remembers, 16 to 1,000,000.</summary>
    /// <value>100,000</value>
    public int Remembered { get; set; } = 100_000;

    /// <summary>Why tokens without <c>sid</c> are let in all the same; <see langword="null"/> when they are not.</summary>
    public string? UnnamedReason { get; private set; }

    /// <summary>
    /// Lets in tokens that name no session (no <c>sid</c>), which nothing limits but their own <c>exp</c>. Without it they are refused: whose tokens are refreshed would stay for ever.
    /// </summary>
    /// <param name="reason">Why that does no harm; kept for whoever reads the settings.</param>
    public CksSessionOptions AllowUnnamed(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        UnnamedReason = reason;
        return this;
    }

    /// <summary>What somebody asks of their session who uses it somewhere.</summary>
    /// <exception cref="CksConfigurationException">The place is a hub that has no limits.</exception>
    internal SessionVisit VisitOf(UserSession session, SessionPlace place, bool isUse)
    {
        var own = LimitsOf(session.Roles, session.Hub);
        if (session.Actor is not null)
            own = own.With(new(CksSessions.LongestImpersonation, CksSessions.LongestImpersonation));
        var kept = (place.Hub ?? Hub) is { } hub ? own.With(OfHub(hub)) : own;
        var here = kept;
        if (place.IsUnknown)
        {
            foreach (var (_, limits) in Hubs)
                here = here.With(limits);
        }

        return new(own, kept, here, isUse);
    }

    /// <summary>The limits of somebody with these roles, and of their own hub if it has any.</summary>
    internal SessionLimits LimitsOf(IReadOnlyList<string> roles, string? hub)
    {
        var limits = Roles.Count == 0 || roles.Count == 0 ? Limits : Role(roles[0]);
        for (var i = 1; i < roles.Count && Roles.Count > 0; i++)
            limits = limits.With(Role(roles[i]));
        return hub is not null && Hubs.TryGetValue(hub, out var own) ? limits.With(own) : limits;
    }

    // Whoever writes down a hub means its limits: without any it is a slip of the pen.
    private SessionLimits OfHub(string hub) => Hubs.TryGetValue(hub, out var limits) ? limits : throw new CksConfigurationException(
        CksCodes.InvalidSetting, nameof(CksSessionOptions), $"An endpoint is in the hub '{hub}', which has no limits.", $"Set Hubs[\"{hub}\"], or correct the name at InSessionHub or [SessionHub].");

    private SessionLimits Role(string role) => Roles.TryGetValue(role, out var own) ? own : Limits;
}
