namespace Cks.Rbac;

/// <summary>
/// Binds a subject that the application made itself to the policy in use and to its grants. The default <see cref="ISubjectFactory"/> does so; a factory of your own calls it last. Without grants there is no
/// need to: the first decision binds.
/// </summary>
public interface ISubjectBinder
{
    /// <summary>The same actor, with what it may do now. Permissions are remembered by <see cref="Subject.Context"/> for 60 seconds at most.</summary>
    /// <exception cref="Exception">The grants cannot be read.</exception>
    ValueTask<Subject> BindAsync(Subject subject, CancellationToken cancellationToken = default);
}
