namespace Cks.Rbac;

internal sealed class SubjectBinder(PermissionCache cache) : ISubjectBinder
{
    public ValueTask<Subject> BindAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return cache.BindAsync(subject, cancellationToken);
    }
}
