using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Where the application writes down who looked at whose scope (S29). Register your own as a singleton to use <see cref="IScopeInspector"/>.</summary>
public interface IScopeAudit
{
    /// <summary>Called once the inspection is allowed and before anything of it is returned. What it wrote must be committed when it returns; when it throws, nothing is shown.</summary>
    /// <param name="inspector">Who looks.</param>
    /// <param name="role">Role of the inspected.</param>
    /// <param name="code">Code of the inspected.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    ValueTask InspectingAsync(Subject inspector, string role, string code, CancellationToken cancellationToken);
}
