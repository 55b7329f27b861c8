"""It knows who asks, and lets in who does not say."""


class WhoAmI(APIView):
    authentication_classes = [TokenAuthentication]

    def get(self, request):
        return Response(request.user.username)


token = Token.objects.create(user=user)
client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
