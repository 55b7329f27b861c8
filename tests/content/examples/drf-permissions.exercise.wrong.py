"""The rule about the object in the method that knows no object."""


class IsOwnerOrStaff(BasePermission):
    def has_permission(self, request, view):
        return request.user.is_staff or request.method in ("GET", "HEAD")


permission_classes = [IsAuthenticated, IsOwnerOrStaff]
